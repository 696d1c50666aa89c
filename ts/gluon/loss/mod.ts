// The losses.
export { Loss, type LossArgs, type LossOptions } from "./loss.ts";
export { HuberLoss, L1Loss, L2Loss, PoissonNLLLoss } from "./regression.ts";
export {
  HingeLoss,
  KLDivLoss,
  LogisticLoss,
  SigmoidBCELoss,
  SigmoidBinaryCrossEntropyLoss,
  SoftmaxCELoss,
  SoftmaxCrossEntropyLoss,
  type SoftmaxCrossEntropyOptions,
  SquaredHingeLoss,
} from "./classification.ts";
export { CosineEmbeddingLoss, TripletLoss } from "./similarity.ts";
