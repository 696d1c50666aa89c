// Which arrays are masks. Comparisons give 0 and 1 in the dtype of their input, so an array alone cannot say whether
// it selects or counts; the arrays that comparisons gave remember it.

/** The field of an NDArray that says that a comparison made it. */
export const MASK: unique symbol = Symbol("mask");

const COMPARISONS = new Set([
  "broadcast_equal",
  "broadcast_not_equal",
  "broadcast_greater",
  "broadcast_greater_equal",
  "broadcast_lesser",
  "broadcast_lesser_equal",
  "broadcast_logical_and",
  "broadcast_logical_or",
  "broadcast_logical_xor",
  "_equal_scalar",
  "_not_equal_scalar",
  "_greater_scalar",
  "_greater_equal_scalar",
  "_lesser_scalar",
  "_lesser_equal_scalar",
  "_logical_and_scalar",
  "_logical_or_scalar",
  "_logical_xor_scalar",
  "logical_not",
  "contrib.isnan",
  "contrib.isinf",
  "contrib.isfinite",
]);

/** True if the operator's result is a mask. */
export function marksMask(operator: string): boolean {
  return COMPARISONS.has(operator.startsWith("_internal.") ? operator.slice(10) : operator);
}
