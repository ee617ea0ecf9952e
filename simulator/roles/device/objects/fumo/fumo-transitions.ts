import type { ValueChange } from "../management-object.ts";
import type { PackageFacts } from "../package-format.ts";
import { leafMachine } from "../state-leaf.ts";
import { firmwareUpdate, type FirmwareUpdateEventName } from "./fumo-machine.ts";

/** The state machine of a firmware update as the State leaf has it. */
export const machine = leafMachine<FirmwareUpdateEventName>(firmwareUpdate);

/** Events of an update of the package that is ready. */
export const updateEvents: readonly FirmwareUpdateEventName[] = ["update.started"];

/** Events that bring a state at rest back to Idle. */
export function resting(state: string): readonly FirmwareUpdateEventName[] {
  if (state === "readyToUpdate") return ["package.referenced"];
  if (state === "updateFailedWithData") return ["data.cleared", "object.reset"];
  return state === machine.initial ? [] : ["object.reset"];
}

/** A download begins from Idle; what was done before, and a package that waits, is put away first. */
export function downloadEvents(state: string): readonly FirmwareUpdateEventName[] {
  return [...resting(state), "download.started"];
}

/** What a package changes in DevDetail and in the object. */
export function versionsOf(facts: PackageFacts, segments: readonly string[]): readonly ValueChange[] {
  const values: [readonly string[], string | undefined][] = [
    [["DevDetail", "FwV"], facts.version],
    [["DevDetail", "SwV"], facts.softwareVersion],
    [[...segments, "PkgVersion"], facts.version],
  ];
  return values.flatMap(([path, value]) => (value ? [{ segments: path, value }] : []));
}
