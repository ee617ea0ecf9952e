import { toBase64 } from "../../core/bytes.ts";
import { dmMediaTypes, type DmEncoding } from "../../protocols/syncml/index.ts";
import { uiModeName, type PackageDelivery, type SessionStatus } from "../../protocols/wsi/index.ts";
import type { RoleContext } from "../../wire/role.ts";
import type { ExternalSystemOptions, PlainCommand } from "./command.ts";
import { startConversation, type ConversationStepper } from "./conversation.ts";
import type { Turn } from "./external-system.ts";
import { writePackage2 } from "./package2.ts";
import { tunnelMachine } from "./tunnel-machine.ts";
import type { CallFailure, WsiCaller } from "./wsi-caller.ts";

/** Which session is wanted. */
export interface SessionWish {
  readonly deviceId: string;
  readonly uiMode?: string | undefined;
  /** Encoding of the packages in the tunnel; XML by default. */
  readonly encoding?: DmEncoding | undefined;
}

/** Sessions with devices through the DM server (F2.8 to F2.18). Commands act on the latest one. */
export interface Tunnels {
  initiate(asked: SessionWish, turn: Turn): void;
  exchange(commands: readonly PlainCommand[], turn: Turn): void;
  terminate(abort: boolean, turn: Turn): void;
  status(status: SessionStatus, turn: Turn): void;
  delivered(delivery: PackageDelivery, turn: Turn): void;
}

interface Tunnel {
  readonly deviceId: string;
  readonly encoding: DmEncoding;
  readonly stepper: ConversationStepper;
  sessionId: string | undefined;
  operationId: string | undefined;
  messages: number;
}

const stateEvents = {
  established: "session.established",
  refused: "session.refused",
  closed: "session.closed",
  aborted: "session.failed",
  "timed-out": "session.failed",
} as const;

/** Creates the tunnels of an External System. */
export function createTunnels(
  options: ExternalSystemOptions,
  context: RoleContext,
  caller: WsiCaller,
): Tunnels {
  const bySession = new Map<string, Tunnel>();
  const byOperation = new Map<string, Tunnel>();
  let latest: Tunnel | undefined;

  const conversationOf = (tunnel: Tunnel): string => `operation:${tunnel.operationId ?? "new"}`;

  const adopt = (tunnel: Tunnel, sessionId: string, operationId: string): void => {
    tunnel.sessionId = sessionId;
    tunnel.operationId = operationId;
    bySession.set(sessionId, tunnel);
    byOperation.set(operationId, tunnel);
    tunnel.stepper.name(conversationOf(tunnel));
  };

  /** The tunnel of a callback; one that overtakes the acknowledgement belongs to the latest unnamed tunnel. */
  const find = (callback: {
    readonly sessionId: string;
    readonly operationId: string;
  }): Tunnel | undefined => {
    const known = bySession.get(callback.sessionId) ?? byOperation.get(callback.operationId);
    if (known) return known;
    if (!latest || latest.sessionId !== undefined) return undefined;
    adopt(latest, callback.sessionId, callback.operationId);
    return latest;
  };

  const failed = (what: string, failure: CallFailure, tunnel: Tunnel, turn: Pick<Turn, "sink">): void => {
    const data = { operation: what, code: failure.code, reason: failure.text };
    turn.sink({
      type: "report",
      report: { name: "operation.failed", conversation: conversationOf(tunnel), data },
    });
  };

  const withSession = (
    what: string,
    turn: Turn,
    action: (tunnel: Tunnel, sessionId: string) => void,
  ): void => {
    const sessionId = latest?.sessionId;
    if (!latest || sessionId === undefined)
      turn.report("operation.failed", {
        operation: what,
        code: "no-session",
        reason: "there is no session yet",
      });
    else action(latest, sessionId);
  };

  return {
    initiate: ({ deviceId, uiMode, encoding = "xml" }, turn) => {
      const stepper = startConversation(context.steppers, tunnelMachine, "operation:new");
      const tunnel: Tunnel = {
        deviceId,
        encoding,
        stepper,
        sessionId: undefined,
        operationId: undefined,
        messages: 0,
      };
      latest = tunnel;
      const mode = uiMode === undefined ? undefined : uiModeName.parse(uiMode);
      caller.call(
        "InitiateSession",
        // XML is what a session without a word about it has
        {
          deviceId,
          uiMode: mode,
          packageContentType: encoding === "xml" ? undefined : dmMediaTypes[encoding],
        },
        turn.moment,
        turn.sink,
        (outcome, _moment, sink) => {
          if (!outcome.ok || outcome.value.ack.state === "rejected") {
            stepper.send("session.refused", sink);
            const failure = outcome.ok
              ? { code: "rejected", text: outcome.value.ack.reason ?? "" }
              : outcome.failure;
            return failed("InitiateSession", failure, tunnel, { sink });
          }
          const { ack, sessionId } = outcome.value;
          adopt(tunnel, sessionId, ack.operationId);
          stepper.send("session.acknowledged", sink);
          const data = { sessionId, operationId: ack.operationId };
          sink({
            type: "report",
            report: { name: "session.acknowledged", conversation: conversationOf(tunnel), data },
          });
        },
      );
    },
    exchange: (commands, turn) =>
      withSession("ExchangePackage", turn, (tunnel, sessionId) => {
        const header = {
          sessionId: "1",
          msgId: ++tunnel.messages,
          deviceId: tunnel.deviceId,
          from: options.callback.url,
        };
        const { encoding } = tunnel;
        const request = {
          sessionId,
          package: writePackage2(header, commands, encoding),
          contentType: dmMediaTypes[encoding],
        };
        tunnel.stepper.send("package2.sent", turn.sink);
        caller.call(
          "ExchangePackage",
          request,
          turn.moment,
          turn.sink,
          (outcome, _moment, sink) => {
            if (!outcome.ok) return failed("ExchangePackage", outcome.failure, tunnel, { sink });
            const data = { sessionId, operationId: outcome.value.ack.operationId };
            sink({
              type: "report",
              report: { name: "package.acknowledged", conversation: conversationOf(tunnel), data },
            });
          },
          conversationOf(tunnel),
        );
      }),
    terminate: (abort, turn) =>
      withSession("TerminateSession", turn, (tunnel, sessionId) => {
        tunnel.stepper.send("termination.sent", turn.sink);
        caller.call(
          "TerminateSession",
          { sessionId, abort: abort || undefined },
          turn.moment,
          turn.sink,
          (outcome, _moment, sink) => {
            if (!outcome.ok) failed("TerminateSession", outcome.failure, tunnel, { sink });
          },
          conversationOf(tunnel),
        );
      }),
    status: (status, turn) => {
      const tunnel = find(status);
      const conversation = `operation:${status.operationId}`;
      if (tunnel && status.state !== "notified") tunnel.stepper.send(stateEvents[status.state], turn.sink);
      if (tunnel?.stepper.done) {
        bySession.delete(status.sessionId);
        byOperation.delete(status.operationId);
      }
      const { sessionId, state, refusedBy = "", reason = "" } = status;
      turn.report("session.status", { sessionId, state, refusedBy, reason }, conversation);
    },
    delivered: (delivery, turn) => {
      const tunnel = find(delivery);
      tunnel?.stepper.send(delivery.number === 1 ? "package1.delivered" : "package3.delivered", turn.sink);
      const { sessionId, number, contentType } = delivery;
      const data = { sessionId, number, contentType, package: toBase64(delivery.package) };
      turn.report("package.delivered", data, `operation:${delivery.operationId}`);
    },
  };
}
