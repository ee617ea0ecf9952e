export { createObjects } from "./device-objects.ts";
export { objectNodes } from "./kinds.ts";
export { objectMachines } from "./machines.ts";
export type { DeviceObjects, ObjectHostBase } from "./management-object.ts";
export { withValueChanges } from "./node-values.ts";
export type { ObjectSpec } from "./object-spec.ts";
export { writePackage, type PackageFacts } from "./package-format.ts";
export { placeObjects } from "./place-objects.ts";
