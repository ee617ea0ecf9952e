import type { Completion } from "../../api/index.ts";
import type { DmServerView } from "../../roles/dm-server/index.ts";
import type { WorldRoles } from "../world-roles.ts";

/** Identifiers that the DM server gives out. */
export type IdKind = "operation" | "session" | "subscription" | "registration" | "configuration" | "update";

/** The identifiers of a run that requests may name. */
export interface KnownIds {
  /** Newest first; those of `system` before the others, and of them what still goes on. */
  of(kind: IdKind, system?: string): readonly Completion[];
  /** Notes the identifiers of a response to `system`: its elements by name. */
  learn(operation: string, value: Readonly<Record<string, unknown>>, system: string): void;
}

/** An identifier with what is known of it. */
interface KnownId {
  readonly value: string;
  readonly detail: string;
  readonly owner: string;
  readonly isOver: boolean;
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
  const learnt = new Map<IdKind, Map<string, KnownId>>();
  const note = (kind: IdKind, value: unknown, detail: string, owner: string): void => {
    if (typeof value !== "string") return;
    let known = learnt.get(kind);
    if (!known) learnt.set(kind, (known = new Map<string, KnownId>()));
    known.delete(value);
    known.set(value, { value, detail, owner, isOver: false });
    const oldest = known.size > MOST ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };
  return {
    of: (kind, system) => {
      const all = new Map(learnt.get(kind));
      for (const { view } of roles().dmServers.values())
        for (const id of held(view, kind)) {
          all.delete(id.value);
          all.set(id.value, id);
        }
      const rank = ({ owner, isOver }: KnownId): number => (owner === system ? 0 : 2) + (isOver ? 1 : 0);
      const newest = [...all.values()].toReversed();
      if (system !== undefined) newest.sort((one, other) => rank(one) - rank(other));
      return newest.map(({ value, detail }) => ({ value, detail }));
    },
    learn: (operation, value, system) => {
      for (const [name, kind] of Object.entries(elements)) note(kind, value[name], operation, system);
      const { ack } = value;
      if (typeof ack === "object" && ack !== null && "operationId" in ack)
        note("operation", ack.operationId, operation, system);
      for (const kind of ["configuration", "update"] as const) {
        const listed = value[kind];
        if (!Array.isArray(listed)) continue;
        for (const entry of listed as readonly Readonly<Record<string, unknown>>[])
          note(kind, entry[`${kind}Id`], `${String(entry["name"])} ${String(entry["version"])}`, system);
      }
    },
  };
}

/** Identifiers that a DM server holds, oldest first. */
function* held(view: DmServerView, kind: IdKind): Generator<KnownId> {
  if (kind === "registration")
    for (const { registrationId, name, state, owner } of view.registrations()) {
      const isOver = state !== "accepted" && state !== "awaiting-approval";
      yield { value: registrationId, detail: `${name}, ${state}`, owner, isOver };
    }
  if (kind === "configuration")
    for (const { configurationId: value, name, version, owner } of view.configurations())
      yield { value, detail: `${name} ${version}`, owner, isOver: false };
  if (kind === "update")
    for (const { updateId: value, name, version, owner } of view.updates())
      yield { value, detail: `${name} ${version}`, owner, isOver: false };
  if (kind !== "operation" && kind !== "session" && kind !== "subscription") return;
  for (const record of view.operations()) {
    const { operation, state, owner, finishedAt } = record;
    const value =
      kind === "operation"
        ? record.operationId
        : kind === "session"
          ? record.sessionId
          : record.subscriptionId;
    if (value !== undefined)
      yield { value, detail: `${operation}, ${state}`, owner, isOver: finishedAt !== undefined };
  }
}
