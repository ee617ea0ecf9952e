import type { Completion } from "../../api/index.ts";
import type { WorldRoles } from "../world-roles.ts";

/** Identifiers that the DM server gives out. */
export type IdKind = "operation" | "session" | "subscription" | "registration" | "configuration" | "update";

/** The identifiers of a run that requests may name, newest first. */
export interface KnownIds {
  of(kind: IdKind): readonly Completion[];
  /** Notes the identifiers of a response: its elements by name. */
  learn(operation: string, value: Readonly<Record<string, unknown>>): void;
}

/** Identifiers of one kind that are kept. */
const MOST = 500;

const elements: Readonly<Record<string, IdKind>> = {
  sessionId: "session",
  subscriptionId: "subscription",
  registrationId: "registration",
  configurationId: "configuration",
  updateId: "update",
};

/** Keeps what responses told, and reads what our own DM servers hold. */
export function createKnownIds(roles: () => WorldRoles): KnownIds {
  const learnt = new Map<IdKind, Map<string, string>>();
  const note = (kind: IdKind, value: unknown, detail: string): void => {
    if (typeof value !== "string") return;
    let known = learnt.get(kind);
    if (!known) learnt.set(kind, (known = new Map<string, string>()));
    known.delete(value);
    known.set(value, detail);
    const oldest = known.size > MOST ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };
  return {
    of: (kind) => {
      const all = new Map(learnt.get(kind));
      for (const [value, detail] of held(roles(), kind)) {
        all.delete(value);
        all.set(value, detail);
      }
      return [...all].toReversed().map(([value, detail]) => ({ value, detail }));
    },
    learn: (operation, value) => {
      for (const [name, kind] of Object.entries(elements)) note(kind, value[name], operation);
      const { ack } = value;
      if (typeof ack === "object" && ack !== null && "operationId" in ack)
        note("operation", ack.operationId, operation);
      for (const kind of ["configuration", "update"] as const) {
        const listed = value[kind];
        if (!Array.isArray(listed)) continue;
        for (const entry of listed as readonly Readonly<Record<string, unknown>>[])
          note(kind, entry[`${kind}Id`], `${String(entry["name"])} ${String(entry["version"])}`);
      }
    },
  };
}

/** Identifiers that the DM servers of the run hold, oldest first. */
function* held(roles: WorldRoles, kind: IdKind): Generator<readonly [value: string, detail: string]> {
  for (const { view } of roles.dmServers.values()) {
    if (kind === "registration")
      for (const { registrationId, name, state } of view.registrations())
        yield [registrationId, `${name}, ${state}`];
    if (kind !== "operation" && kind !== "session" && kind !== "subscription") continue;
    for (const record of view.operations()) {
      const id =
        kind === "operation"
          ? record.operationId
          : kind === "session"
            ? record.sessionId
            : record.subscriptionId;
      if (id !== undefined) yield [id, `${record.operation}, ${record.state}`];
    }
  }
}
