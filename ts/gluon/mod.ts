/**
 * Gluon: networks made of blocks, their parameters, losses, training.
 *
 * @module
 */
export { type AnyBlock, Block, type BlockOptions, type HybridizeOptions } from "./block.ts";
export { HybridBlock, type Params } from "./hybrid_block.ts";
export { Constant, type GradReq, type InitializeOptions, Parameter, type ParameterOptions } from "./parameter.ts";
export { ParameterDict } from "./parameter_dict.ts";
export type { LoadOptions } from "./parameter_files.ts";
export type { Summary, SummaryRow } from "./summary.ts";
export { Trainer, type TrainerArgs, type TrainerOptions } from "./trainer.ts";
/** The layers. */
export * as nn from "./nn/mod.ts";
/** The losses. */
export * as loss from "./loss/mod.ts";
/** Batches over several contexts, clipping, downloads. */
export * as utils from "./utils.ts";
/** Data sets, samplers, loaders. */
export * as data from "../data/mod.ts";
