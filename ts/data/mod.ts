/**
 * Data: sets, samplers, loaders; `gluon.data`.
 *
 * @module
 */

export { type Batch, type Batchify, defaultBatchify } from "./batchify.ts";
export { Dataset, type First, MAPS_BATCHES, SimpleDataset, type Transform, type WithFirst } from "./dataset.ts";
export { ArrayDataset, type Source } from "./array_dataset.ts";
export { BatchSampler, FilterSampler, type LastBatch, RandomSampler, Sampler, SequentialSampler } from "./sampler.ts";
export { DataLoader, type LoaderOptions } from "./data_loader.ts";
/** Sets of images and their transforms. */
export * as vision from "./vision/mod.ts";
