export { bootstrapPush, type BootstrapMessage, type BootstrapOptions } from "./bootstrap-push.ts";
export { sendBootstrap, sendDocument, type BootstrapRequest } from "./send-bootstrap.ts";
