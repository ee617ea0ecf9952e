import { toBase64 } from "../../core/bytes.ts";
import { dmEncodingOf, dmMediaTypes } from "../../protocols/syncml/index.ts";
import type { PackageDelivery, SessionStatus } from "../../protocols/wsi/index.ts";
import { requestFromJson } from "../../stacks/wsi-json.ts";
import { reasonIn } from "./call-request.ts";
import { ackOf, type Call, type Calls, type Follower } from "./calls.ts";
import type { ExternalSystemCommand, ExternalSystemOptions } from "./command.ts";
import { textIn } from "./expected-outcomes.ts";
import type { OpenOperations, OperationRecord } from "./open-operations.ts";
import { writePackage2 } from "./package2.ts";
import type { Turn } from "./turn.ts";

type Asked<Name extends ExternalSystemCommand["name"]> = Extract<ExternalSystemCommand, { name: Name }>;

/** Sessions with devices through the DM server (F2.8 to F2.18), any number at once. */
export interface Tunnels {
  initiate(asked: Asked<"initiateSession">, turn: Turn): void;
  exchange(asked: Asked<"exchangePackage">, turn: Turn): void;
  terminate(asked: Asked<"terminateSession">, turn: Turn): void;
  /** Follows a call of one of the three operations. */
  follow(call: Call): Follower;
  /** Callbacks of a session that is known, each before it is reported. */
  status(status: SessionStatus, turn: Turn): void;
  delivered(delivery: PackageDelivery, turn: Turn): void;
  /** The operation that opened a session. */
  ofSession(sessionId: string): OperationRecord | undefined;
}

interface Session {
  /** Operation that opened it. */
  readonly operationId: string;
  /** Operations of packages that are not answered yet. */
  readonly exchanges: Set<string>;
}

const stateEvents = {
  notified: undefined,
  established: "session.established",
  refused: "session.refused",
  closed: "session.closed",
  aborted: "session.failed",
  "timed-out": "session.failed",
} as const;

/** Creates the tunnels of an External System; commands that name no session act on the latest one. */
export function createTunnels(
  options: ExternalSystemOptions,
  operations: OpenOperations,
  calls: Pick<Calls, "make">,
  opened: (operationId: string, turn: Turn) => void,
): Tunnels {
  const sessions = new Map<string, Session>();
  let latest: string | undefined;
  let packages = 0;
  for (const { sessionId, machine, operationId } of operations.all())
    if (machine === "tunnel" && sessionId !== undefined)
      sessions.set((latest = sessionId), { operationId, exchanges: new Set() });
  for (const { sessionId = "", operation, operationId } of operations.all())
    if (operation === "ExchangePackage") sessions.get(sessionId)?.exchanges.add(operationId);

  const ofSession = (sessionId: string | undefined): OperationRecord | undefined => {
    const session = sessionId === undefined ? undefined : sessions.get(sessionId);
    return session && operations.get(session.operationId);
  };

  const sessionOf = (asked: { readonly sessionId?: string }, operation: string, turn: Turn) => {
    const sessionId = asked.sessionId ?? latest;
    if (sessionId === undefined)
      turn.report("operation.failed", {
        operation,
        code: "no-session",
        reason: "there is no session yet",
      });
    return sessionId;
  };

  const packageOf = (asked: Asked<"exchangePackage">, tunnel: OperationRecord | undefined, turn: Turn) => {
    const encoding = asked.encoding ?? tunnel?.encoding ?? "xml";
    const contentType = dmMediaTypes[encoding];
    if (asked.package !== undefined) return { package: asked.package, contentType };
    const plain = asked.commands ?? [];
    const deviceId = tunnel?.deviceId ?? "unknown";
    // the commands are those of ManageParameters, except that there may be none
    const read =
      plain.length === 0 ? undefined : requestFromJson("ManageParameters", { deviceId, command: plain });
    if (read?.ok === false) {
      const { findings } = read;
      turn.report("command.refused", { name: "exchangePackage", reason: reasonIn(findings), findings });
      return undefined;
    }
    const header = { sessionId: "1", msgId: ++packages, deviceId, from: options.callback.url };
    const octets = writePackage2(header, read?.value.command ?? [], encoding);
    return { package: toBase64(octets), contentType };
  };

  const followInitiation = (call: Call): Follower => {
    const stepper = operations.start("tunnel", call.conversation);
    return {
      answered: (response, turn) => {
        const ack = ackOf(response);
        if (!ack || !("sessionId" in response)) return undefined;
        const { sessionId } = response;
        const { operationId, expiresAt } = ack;
        const conversation = `operation:${operationId}`;
        latest = sessionId;
        if (!operations.get(operationId)) sessions.set(sessionId, { operationId, exchanges: new Set() });
        stepper.name(conversation);
        stepper.send("session.acknowledged", turn.sink);
        const record = {
          operationId,
          operation: call.operation,
          call: call.call,
          conversation,
          machine: "tunnel",
          acknowledgedAt: turn.moment.date,
          expiresAt,
          expected: call.expected,
          messageId: call.messageId,
          deviceId: textIn(call.value, "deviceId"),
          sessionId,
          encoding: dmEncodingOf(textIn(call.value, "packageContentType") ?? "") ?? "xml",
        } as const;
        operations.open(record, stepper, turn);
        turn.report("session.acknowledged", { sessionId, operationId }, conversation);
        opened(operationId, turn);
        return conversation;
      },
      failed: ({ code, text: reason }, turn) => {
        stepper.send("session.refused", turn.sink);
        turn.report("operation.failed", { operation: call.operation, code, reason }, call.conversation);
      },
    };
  };

  /** An exchange has no machine of its own: that of its session says where it is. */
  const followExchange = (call: Call): Follower => {
    const sessionId = textIn(call.value, "sessionId") ?? "";
    const tunnel = ofSession(sessionId);
    const step = (event: string, turn: Turn): void => {
      if (tunnel) operations.step(tunnel.operationId, event, turn);
    };
    return {
      sent: (turn) => step("package2.sent", turn),
      answered: (response, turn) => {
        const ack = ackOf(response);
        if (!ack) return undefined;
        const { operationId, expiresAt } = ack;
        const conversation = tunnel?.conversation ?? `operation:${operationId}`;
        const record = {
          operationId,
          operation: call.operation,
          call: call.call,
          conversation,
          acknowledgedAt: turn.moment.date,
          expiresAt,
          expected: call.expected,
          messageId: call.messageId,
          sessionId,
        };
        operations.open(record, undefined, turn);
        sessions.get(sessionId)?.exchanges.add(operationId);
        turn.report("package.acknowledged", { sessionId, operationId }, conversation);
        opened(operationId, turn);
        return conversation;
      },
      failed: ({ code, text: reason }, turn) => {
        if ((sessions.get(sessionId)?.exchanges.size ?? 0) === 0) step("package2.refused", turn);
        turn.report("operation.failed", { operation: call.operation, code, reason }, call.conversation);
      },
    };
  };

  const followTermination = (call: Call): Follower => {
    const tunnel = ofSession(textIn(call.value, "sessionId"));
    const step = (event: string, turn: Turn): void => {
      if (tunnel) operations.step(tunnel.operationId, event, turn);
    };
    return {
      sent: (turn) => step("termination.sent", turn),
      answered: () => tunnel?.conversation,
      failed: ({ code, text: reason }, turn) => {
        step("termination.refused", turn);
        turn.report("operation.failed", { operation: call.operation, code, reason }, call.conversation);
      },
    };
  };

  return {
    initiate: ({ deviceId, uiMode, encoding, expires }, turn) => {
      // XML is what a session without a word about it has
      const packageContentType = encoding === undefined || encoding === "xml" ? null : dmMediaTypes[encoding];
      const value = { deviceId, uiMode, packageContentType, expires };
      calls.make({ operation: "InitiateSession", value }, "initiateSession", turn);
    },
    exchange: (asked, turn) => {
      const sessionId = sessionOf(asked, "ExchangePackage", turn);
      const content = sessionId === undefined ? undefined : packageOf(asked, ofSession(sessionId), turn);
      if (!content) return;
      const { delay } = asked;
      const call = { operation: "ExchangePackage", value: { sessionId, ...content } } as const;
      calls.make(delay === undefined ? call : { ...call, delay }, "exchangePackage", turn);
    },
    terminate: (asked, turn) => {
      const sessionId = sessionOf(asked, "TerminateSession", turn);
      if (sessionId === undefined) return;
      const value = { sessionId, abort: asked.abort === true ? true : undefined };
      calls.make({ operation: "TerminateSession", value }, "terminateSession", turn);
    },
    follow: (call) => {
      if (call.operation === "InitiateSession") return followInitiation(call);
      return call.operation === "ExchangePackage" ? followExchange(call) : followTermination(call);
    },
    status: ({ sessionId, operationId, state }, turn) => {
      operations.step(operationId, stateEvents[state], turn);
      if (state === "notified" || state === "established") return;
      for (const exchange of sessions.get(sessionId)?.exchanges ?? [])
        operations.end(exchange, "failed", turn);
      sessions.delete(sessionId);
    },
    delivered: ({ sessionId, operationId, number }, turn) => {
      const tunnel = ofSession(sessionId);
      if (number === 3) {
        operations.end(operationId, "succeeded", turn);
        sessions.get(sessionId)?.exchanges.delete(operationId);
      }
      const event = number === 1 ? "package1.delivered" : "package3.delivered";
      if (tunnel) operations.step(tunnel.operationId, event, turn);
    },
    ofSession,
  };
}
