import { implementedOperations, type OperationName } from "../../../protocols/wsi/index.ts";

/** Operations that this DM server carries out; its WSDL lists them, others are unknown to it. */
export const offeredOperations: readonly OperationName[] = implementedOperations.includes("CancelOperation")
  ? implementedOperations
  : [...implementedOperations, "CancelOperation"];
