// From nothing to the first number with TensorFlow.js.
import { createRequire } from "node:module";
import process from "node:process";
const require = createRequire(`${process.env.PEERS_ENV}/`);
const tf = require("@tensorflow/tfjs");
require("@tensorflow/tfjs-backend-wasm").setWasmPaths(
  `${process.env.PEERS_ENV}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`,
);
await tf.setBackend("wasm");
console.log(tf.ones([3, 4]).sum().dataSync()[0]);
process.exit(0);
