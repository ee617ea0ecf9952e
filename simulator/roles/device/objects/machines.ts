import type { SteppableMachine } from "../../../wire/role.ts";
import { diagnosticsFunction } from "./diagmon/function-machine.ts";
import { firmwareUpdate } from "./fumo/fumo-machine.ts";
import { deviceLock } from "./lawmo/lawmo-machine.ts";
import { deliveredPackage, deployedComponent, softwareDownload } from "./scomo/scomo-machine.ts";

/** The state machines of all management objects, for whoever describes states. */
export const objectMachines: readonly SteppableMachine[] = [
  firmwareUpdate,
  softwareDownload,
  deliveredPackage,
  deployedComponent,
  deviceLock,
  diagnosticsFunction,
];
