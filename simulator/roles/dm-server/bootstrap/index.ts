export {
  bootstrapPush,
  type BootstrapMessage,
  type BootstrapOptions,
} from "./bootstrap-push.ts";
export { sendBootstrap, sendDocument, type BootstrapParts, type BootstrapRequest } from "./send-bootstrap.ts";
