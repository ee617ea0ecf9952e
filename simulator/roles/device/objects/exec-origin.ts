import type { ExecCall } from "./management-object.ts";

/** Whose Exec an operation belongs to: what its report names, and whom it goes to. Plain JSON. */
export interface ExecOrigin {
  readonly correlator?: string | undefined;
  /** Server that ran it; absent when the device did so itself. */
  readonly serverId?: string | undefined;
}

/** The origin of an operation that an Exec begins. */
export function originOf({ correlator, serverId }: ExecCall): ExecOrigin {
  return readOrigin({ correlator, serverId });
}

/** The origin in what was stored of an operation. Nothing absent is named, so that it can be spread into an alert. */
export function readOrigin(stored: object): ExecOrigin {
  const { correlator, serverId } = stored as Readonly<Record<string, unknown>>;
  return {
    ...(typeof correlator === "string" ? { correlator } : {}),
    ...(typeof serverId === "string" && serverId !== "" ? { serverId } : {}),
  };
}
