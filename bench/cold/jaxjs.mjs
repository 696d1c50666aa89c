// From nothing to the first number with jax-js.
import process from "node:process";
const { init, numpy: np } = await import(`file://${process.env.PEERS_ENV}/node_modules/@jax-js/jax/dist/index.js`);
await init("wasm");
console.log(await np.ones([3, 4]).sum().jsAsync());
process.exit(0);
