export { bootstrapPush, type BootstrapMessage, type BootstrapOptions } from "./bootstrap-push.ts";
export { sendBootstrap, type BootstrapRequest } from "./send-bootstrap.ts";
