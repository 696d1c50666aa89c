// Data: sets, samplers, loaders; `gluon.data`.

export { type Batch, type Batchify, defaultBatchify } from "./batchify.ts";
export { Dataset, type First, MAPS_BATCHES, SimpleDataset, type Transform, type WithFirst } from "./dataset.ts";
export { ArrayDataset } from "./array_dataset.ts";
export { BatchSampler, FilterSampler, type LastBatch, RandomSampler, Sampler, SequentialSampler } from "./sampler.ts";
export { DataLoader, type LoaderOptions } from "./data_loader.ts";
export * as vision from "./vision/mod.ts";
