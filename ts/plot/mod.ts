/**
 * Pictures and progress: curves as SVG, grids of images as PNG, a progress bar for terminals.
 *
 * @module
 */

export type { Figure } from "./figure.ts";
export { type Curve, type LinesOptions, plotLines } from "./lines.ts";
export { type ImagesOptions, showImages } from "./images.ts";
export { clock, ProgressBar, type ProgressOptions } from "./progress.ts";
