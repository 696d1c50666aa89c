// From nothing to the first number with Hadron.
import { nd } from "../../mod.ts";
console.log(nd.ones([3, 4]).sum().asScalar());
