import type { ObjectAction } from "../management-object.ts";
import { failNext } from "../planned-failure.ts";
import type { FumoPhase, FumoRun } from "./fumo-memory.ts";

const states: Readonly<Record<string, string>> = {
  idle: "Idle",
  downloadFailed: "Download failed",
  downloadProgressing: "Download progressing",
  downloadComplete: "Download complete",
  readyToUpdate: "Ready to update",
  updateProgressing: "Update progressing",
  updateFailedWithData: "Update failed, package kept",
  updateFailedWithoutData: "Update failed",
  updateSuccessfulWithData: "Update successful, package kept",
  updateSuccessfulWithoutData: "Update successful",
};

const phases: Readonly<Record<FumoPhase, string | undefined>> = {
  askingForDownload: "asking the user",
  requesting: "waiting for the server",
  transferring: undefined,
  storing: "storing the package",
  askingForUpdate: "asking the user",
  updating: undefined,
  rebooting: "restarting",
};

/** The state of a firmware update in a line: "Download progressing, 40 %". */
export function fumoState(state: string, run: FumoRun | undefined): string {
  const words = states[state] ?? state;
  return run ? `${words}, ${phases[run.phase] ?? `${Math.round(run.percent)} %`}` : words;
}

/** What can be planned to fail. */
export const fumoStages = ["download", "update"] as const;

/** What a person can have a firmware update do. */
export const fumoActions: readonly ObjectAction[] = [
  {
    name: "request-update",
    title: "Ask the server for an update",
    parameters: [{ name: "by", title: "Who asks", default: "user", values: ["user", "device"] }],
  },
  failNext(fumoStages, 410),
];
