// All tests, imported by one file: each file run on its own would start a core and its threads of its own.
// `deno task test` keeps this list.

import "./autograd/record_test.ts";
import "./data/data_loader_test.ts";
import "./data/dataset_test.ts";
import "./data/vision_test.ts";
import "./examples_test.ts";
import "./gluon/golden_layers_test.ts";
import "./gluon/golden_losses_test.ts";
import "./gluon/golden_nets_test.ts";
import "./golden_ops_test.ts";
import "./init_test.ts";
import "./layers_test.ts";
import "./metric_test.ts";
import "./ndarray/errors_test.ts";
import "./ndarray/expr_test.ts";
import "./ndarray/files_test.ts";
import "./ndarray/golden_indexing_test.ts";
import "./ndarray/notes_test.ts";
import "./ndarray/print_test.ts";
import "./ndarray/random_test.ts";
import "./optimizer_test.ts";
import "./plot/plot_test.ts";
import "./runtime/core_test.ts";
import "./runtime/errors_test.ts";
import "./runtime/handle_test.ts";
import "./runtime/platform_test.ts";
import "./runtime/process_test.ts";
import "./runtime/sites_test.ts";
import "./runtime/wait_test.ts";
