import { seededRandom } from "../../../simulator/core/random.ts";
import { OUTCOME_RELATIONSHIP } from "../../../simulator/protocols/wsi/index.ts";
import {
  createExternalSystem,
  type ExternalSystemCommand,
  type ExternalSystemOptions,
} from "../../../simulator/roles/external-system/index.ts";
import {
  readWsiRequest,
  writeFault,
  writeWsiRequest,
  writeWsiResponse,
  type MessageName,
  type RequestInput,
  type WsiMessage,
  type WsiRequestOptions,
} from "../../../simulator/stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../../simulator/wire/http.ts";
import type { Effect, Peer, RoleEvent, RoleReport } from "../../../simulator/wire/role.ts";
import { createMemoryStore, type MemoryStore } from "../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { tableSteppers } from "../../support/table-steppers.ts";

export const crypto = createNodeCrypto();
export const random = seededRandom("es");
export const moment = { now: 0, date: Date.UTC(2026, 0, 2) };

export const options: ExternalSystemOptions = {
  id: "care",
  name: "Customer care",
  kind: "customer-care",
  managementDomain: "operator",
  wsiUrl: "http://dms.example/wsi",
  credentials: { scheme: "basic", username: "care", password: "secret" },
  callback: {
    url: "http://es.example/es/callback",
    credentials: { scheme: "basic", username: "dms", password: "callback-secret" },
  },
  soapVersion: "1.1",
};

export const ack = (operationId: string) =>
  ({ operationId, state: "accepted", acceptedAt: moment.date }) as const;

/** The beginning of every callback. */
export const outcome = (sequence: number, operationId = "op-1") => ({
  operationId,
  sequence,
  occurredAt: moment.date,
});

export const totals = { targeted: 1, succeeded: 1, failed: 0, cancelled: 0, expired: 0 };

/** How a callback is delivered, apart from what it says. */
export interface Delivery {
  readonly exchange?: string;
  readonly peer?: Partial<Peer>;
  readonly sending?: Partial<WsiRequestOptions>;
  readonly soapVersion?: "1.1" | "1.2";
}

export interface WorldOptions {
  readonly store?: MemoryStore;
  /** False: every commit fails. */
  readonly storing?: () => boolean;
}

/**
 * An External System whose requests are looked at and answered by hand. Time passes by `wait`. With a store its commits
 * are carried out, and effects after a failed one are dropped, as the edge does it.
 */
export function externalSystem(
  changes: Partial<ExternalSystemOptions> = {},
  { store, storing = () => true }: WorldOptions = {},
) {
  const own = { ...options, ...changes };
  const context = { random: random.fork(own.id), crypto, steppers: tableSteppers };
  const role = createExternalSystem(own, context, store);
  const effects: Effect[] = [];
  let { now } = moment;

  const run = (given: readonly Effect[]): readonly Effect[] => {
    const done: Effect[] = [];
    for (const [index, effect] of given.entries()) {
      if (effect.type === "commit" && !storing()) {
        const failed = { type: "commit.failed", text: "disk full", dropped: given.slice(index + 1) } as const;
        return [...done, ...run(role.handle(failed, { now, date: moment.date + now }))];
      }
      if (effect.type === "commit") store?.commit(effect.writes, () => undefined);
      effects.push(effect);
      done.push(effect);
    }
    return done;
  };
  const feed = (event: RoleEvent<ExternalSystemCommand>): readonly Effect[] =>
    run(role.handle(event, { now, date: moment.date + now }));

  const lastRequest = (): { readonly request: string; readonly http: HttpRequest } => {
    const found = effects.findLast((effect) => effect.type === "request");
    if (!found) throw new Error("nothing was requested");
    return found;
  };
  const read = (http: HttpRequest): WsiMessage<"DeviceManagement"> => {
    const message = readWsiRequest(http, "DeviceManagement");
    if (!message.ok) throw new Error(new TextDecoder().decode(message.response.body));
    return message;
  };
  const deliver = <N extends MessageName<"ExternalSystemCallback">>(
    name: N,
    value: RequestInput<N>,
    { exchange = "x", peer = {}, sending = {}, soapVersion = "1.1" }: Delivery = {},
  ): readonly Effect[] => {
    const request = writeWsiRequest(own.callback.url, "ExternalSystemCallback", soapVersion, name, value, {
      addressing: { messageId: "urn:uuid:callback" },
      credentials: { scheme: "basic", username: "dms", password: "callback-secret" },
      crypto,
      random,
      date: moment.date,
      ...sending,
    });
    return feed({
      type: "request.received",
      exchange,
      request,
      peer: { address: "memory", secure: false, ...peer },
    });
  };
  const reported = (): readonly RoleReport[] =>
    effects.flatMap((effect) => (effect.type === "report" ? [effect.report] : []));

  return {
    effects,
    feed,
    view: role.view,
    lastRequest,
    command: (command: ExternalSystemCommand) => feed({ type: "command", command }),
    /** The latest request as the DM server reads it. */
    asked: () => read(lastRequest().http),
    requests: () => effects.filter((effect) => effect.type === "request"),
    answer: (response: HttpResponse, request = lastRequest().request) =>
      feed({ type: "response.received", request, response }),
    fail: () =>
      feed({
        type: "request.failed",
        request: lastRequest().request,
        reason: "unreachable",
        text: "nobody there",
      }),
    deliver,
    /** Status of the answer to a callback. */
    callback: <N extends MessageName<"ExternalSystemCallback">>(
      name: N,
      value: RequestInput<N>,
      password = "callback-secret",
    ): number => {
      const credentials =
        password === ""
          ? ({ scheme: "none", username: "", password: "" } as const)
          : ({ scheme: "basic", username: "dms", password } as const);
      const responds = deliver(name, value, { sending: { credentials } }).filter(
        (effect) => effect.type === "respond",
      );
      if (responds.length !== 1 || responds[0]?.type !== "respond")
        throw new Error(`${responds.length} responses`);
      return responds[0].http.status;
    },
    /** Lets run time pass and gives the effects of the timers that are due. */
    wait: (milliseconds: number): readonly Effect[] => {
      now += milliseconds;
      const armed = new Map<string, number>();
      for (const effect of effects) {
        if (effect.type === "timer.arm") armed.set(effect.timer, effect.due);
        if (effect.type === "timer.cancel") armed.delete(effect.timer);
      }
      return [...armed]
        .filter(([, due]) => due <= now)
        .flatMap(([timer]) => feed({ type: "timer.expired", timer }));
    },
    states: (): string[] =>
      effects.flatMap((effect) => (effect.type === "state" ? [`${effect.machine} ${effect.state}`] : [])),
    notes: (): string[] => effects.flatMap((effect) => (effect.type === "note" ? [effect.code] : [])),
    reported,
    reports: (): string[] => reported().map(({ name }) => name),
    report: (name: string) => reported().findLast((report) => report.name === name),
    lastReport: () => reported().at(-1),
  };
}

export type World = ReturnType<typeof externalSystem>;

/** Addressing of a callback that relates to a request. */
export const relatesTo = (messageId: string) => ({
  addressing: {
    messageId: "urn:uuid:callback",
    relatesTo: [{ messageId, relationship: OUTCOME_RELATIONSHIP }],
  },
});

export const unknownDevice = (): HttpResponse =>
  writeFault("1.1", {
    kind: "ServiceException",
    messageId: "SVC0004",
    text: "No valid addresses provided in message part %1",
    variable: ["deviceId"],
  });

export const respondsIn = (effects: readonly Effect[]) =>
  effects.filter((effect) => effect.type === "respond");

export { createMemoryStore, writeWsiResponse };
