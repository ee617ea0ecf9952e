export { createNodeCrypto } from "../../simulator/host/node-crypto.ts";
