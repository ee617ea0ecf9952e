export { createRegistry, type Registry, type RegistryCommand, type RegistryOptions } from "./registry.ts";
export { registryBehaviours, type RegistryBehaviour } from "./behaviour.ts";
export type { RegistryCounts, RegistryView, ShownEntry } from "./view.ts";
export type {
  AssertionRecord,
  BindingRecord,
  BusinessRecord,
  ServiceRecord,
  Stamp,
  TModelRecord,
} from "./store/records.ts";
export { publicationMachine } from "./publication-machine.ts";
export { inquiryMachine } from "./inquiry-machine.ts";
