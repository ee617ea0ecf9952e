export { createRegistry, type RegistryCommand, type RegistryOptions } from "./registry.ts";
export { publicationMachine } from "./publication-machine.ts";
export { inquiryMachine } from "./inquiry-machine.ts";
