import { emptyBytes } from "../core/bytes.ts";
import type { Clock } from "../core/clock.ts";
import type { Dispose } from "../core/emitter.ts";
import { errorText } from "../core/error.ts";
import type { NewRecord } from "../journal/record.ts";
import type { Party } from "../wire/party.ts";
import type { Channel, Effect, Role, RoleEvent, RoleReport, StoreWrite } from "../wire/role.ts";
import type { IncomingRequest, Wire } from "../wire/wire.ts";

/** Makes writes durable; `done` gets undefined, or the reason why nothing was written. May answer at once. */
export type Commit = (writes: readonly StoreWrite[], done: (failure: string | undefined) => void) => void;

export interface RoleEdgeOptions<Command> {
  readonly party: Party;
  readonly role: Role<Command>;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly commit: Commit;
  readonly record: (record: NewRecord) => void;
  /** `cause` is the `seq` of the record that led to the report; undefined for a command. */
  readonly onReport: (report: RoleReport, party: Party, cause: number | undefined) => void;
}

/** A role with its feet on the ground: hands it events and runs its effects, strictly in order. */
export interface RoleEdge<Command> {
  readonly party: Party;
  /** Receives requests at a path of the wire. */
  listen(channel: Channel, path: string): void;
  /** Receives pushes for a device. */
  listenForPush(deviceId: string): void;
  /** `done` gets what the role reported on the command, once all its effects ran; nothing when the edge was disposed. */
  command(command: Command, done?: CommandDone): void;
  /** Effects that wait for a commit. */
  readonly pending: number;
  dispose(): void;
}

/** Told when the effects of a command have run. */
export type CommandDone = (reports: readonly RoleReport[]) => void;

interface Batch {
  readonly effects: readonly Effect[];
  next: number;
  readonly cause: number | undefined;
  readonly done: CommandDone | undefined;
  readonly reports: RoleReport[];
}

/** Creates the edge of a role. */
export function createRoleEdge<Command>(options: RoleEdgeOptions<Command>): RoleEdge<Command> {
  const { party, role, wire, clock, commit, record, onReport } = options;
  const incoming = new Map<string, IncomingRequest>();
  const timers = new Map<string, Dispose>();
  const listening: Dispose[] = [];
  const queue: Batch[] = [];
  /** Events that came while a commit ran: a role learns what became of its writes before it builds on them. */
  const waiting: {
    readonly event: RoleEvent<Command>;
    readonly cause: number | undefined;
    readonly done: CommandDone | undefined;
  }[] = [];
  let committing = false;
  let disposed = false;

  const handle = (event: RoleEvent<Command>, cause: number | undefined, done?: CommandDone): void => {
    if (disposed) {
      done?.([]);
      return;
    }
    if (committing || waiting.length > 0) waiting.push({ event, cause, done });
    else take(event, cause, done);
    drain();
  };

  const take = (event: RoleEvent<Command>, cause: number | undefined, done?: CommandDone): void => {
    const effects = effectsOf(event, cause);
    if (effects.length > 0 || done) queue.push({ effects, next: 0, cause, done, reports: [] });
  };

  /**
   * A role must not throw; if ours does, the peer gets an honest 500 and the journal the reason. Errors of whoever
   * records or listens are not caught here: they are no failures of the role.
   */
  const effectsOf = (event: RoleEvent<Command>, cause: number | undefined): readonly Effect[] => {
    try {
      return role.handle(event, { now: clock.now(), date: clock.date() });
    } catch (error) {
      const what = event.type === "request.received" ? "this message" : event.type;
      note("role/failed", `The role failed on ${what}: ${errorText(error)}`, cause);
      return event.type === "request.received" ? [internalError(event.exchange)] : [];
    }
  };

  const drain = (): void => {
    while (!committing) {
      const batch = queue[0];
      if (!batch) {
        const next = waiting.shift();
        if (!next) return;
        take(next.event, next.cause, next.done);
        continue;
      }
      const effect = batch.effects[batch.next++];
      if (effect === undefined) {
        queue.shift();
        batch.done?.(batch.reports);
      } else if (effect.type === "commit") runCommit(effect.writes, batch);
      else {
        if (effect.type === "report") batch.reports.push(effect.report);
        run(effect, batch.cause);
      }
    }
  };

  const runCommit = (writes: readonly StoreWrite[], batch: Batch): void => {
    committing = true;
    commit(writes, (failure) => {
      committing = false;
      if (disposed) return;
      if (failure !== undefined) {
        queue.shift();
        const dropped = batch.effects.slice(batch.next);
        note("store/write-failed", `What was just done could not be stored: ${failure}`, batch.cause);
        take({ type: "commit.failed", text: failure, dropped }, batch.cause, batch.done);
      }
      drain();
    });
  };

  const note = (code: string, text: string, cause: number | undefined): void =>
    record({ kind: "note", party, severity: "error", code, text, findings: [], cause });

  const run = (effect: Exclude<Effect, { type: "commit" }>, cause: number | undefined): void => {
    switch (effect.type) {
      case "request":
        wire.send(
          {
            from: party,
            channel: effect.channel,
            request: effect.http,
            conversation: effect.conversation,
            timeout: effect.timeout,
            onPeersWord: effect.onPeersWord ?? false,
            showCertificate: effect.showCertificate,
            cause,
          },
          (outcome) =>
            outcome.kind === "response"
              ? handle(
                  { type: "response.received", request: effect.request, response: outcome.response },
                  outcome.seq,
                )
              : handle(
                  {
                    type: "request.failed",
                    request: effect.request,
                    reason: outcome.reason,
                    text: outcome.text,
                  },
                  cause,
                ),
        );
        return;
      case "respond": {
        const exchange = incoming.get(effect.exchange);
        incoming.delete(effect.exchange);
        exchange?.respond(effect.http, { close: effect.close, conversation: effect.conversation, cause });
        return;
      }
      case "hang-up": {
        const exchange = incoming.get(effect.exchange);
        incoming.delete(effect.exchange);
        exchange?.hangUp();
        return;
      }
      case "push": {
        const { to, contentType, body, conversation } = effect;
        wire.push({ from: party, to, contentType, body, conversation, cause });
        return;
      }
      case "timer.arm":
        timers.get(effect.timer)?.();
        timers.set(
          effect.timer,
          clock.at(effect.due, () => {
            timers.delete(effect.timer);
            handle({ type: "timer.expired", timer: effect.timer }, cause);
          }),
        );
        return;
      case "timer.cancel":
        timers.get(effect.timer)?.();
        timers.delete(effect.timer);
        return;
      case "state": {
        const { machine, conversation, event, from, state } = effect;
        record({ kind: "state", party, machine, conversation, event, from, state, cause });
        return;
      }
      case "note": {
        const { code, text, severity, conversation, exchange, data, findings = [] } = effect;
        record({ kind: "note", party, code, text, severity, conversation, exchange, data, findings, cause });
        return;
      }
      case "report":
        onReport(effect.report, party, cause);
    }
  };

  const receive = (request: IncomingRequest): void => {
    incoming.set(request.exchange, request);
    request.onGone(() => {
      if (incoming.delete(request.exchange))
        handle({ type: "request.gone", exchange: request.exchange }, request.seq);
    });
    handle(
      { type: "request.received", exchange: request.exchange, request: request.request, peer: request.peer },
      request.seq,
    );
  };

  return {
    party,
    listen: (channel, path) => {
      listening.push(wire.listen({ party, channel, path, receive }));
    },
    listenForPush: (deviceId) => {
      listening.push(
        wire.listenForPush(party, deviceId, (contentType, body, seq) =>
          handle({ type: "push.received", contentType, body }, seq),
        ),
      );
    },
    command: (command, done) => handle({ type: "command", command }, undefined, done),
    get pending() {
      return queue.length + waiting.length + (committing ? 1 : 0);
    },
    dispose: () => {
      disposed = true;
      for (const stop of [...timers.values(), ...listening]) stop();
      timers.clear();
      listening.length = 0;
      incoming.clear();
      const unheard = [...queue, ...waiting];
      queue.length = waiting.length = 0;
      for (const { done } of unheard) done?.([]);
    },
  };
}

function internalError(exchange: string): Effect {
  return {
    type: "respond",
    exchange,
    http: { status: 500, headers: { "content-length": "0" }, body: emptyBytes },
  };
}
