// All tests, imported by one file: each file run on its own would start a core and its threads of its own.

import "./layers_test.ts";
import "./runtime/core_test.ts";
import "./runtime/errors_test.ts";
import "./runtime/handle_test.ts";
import "./runtime/platform_test.ts";
import "./runtime/process_test.ts";
import "./runtime/sites_test.ts";
import "./runtime/wait_test.ts";
