import type { SyncMLInput } from "../../protocols/syncml/index.ts";
import type { DeviceCore } from "./core.ts";
import { nextCredential, serverChallenge } from "./credentials.ts";
import { writeMessage } from "./encoding.ts";
import { alert, numbered, status, type Outgoing } from "./outgoing.ts";
import type { Received } from "./receive.ts";
import type { Session } from "./session.ts";

/** A message that is ready to be sent. */
export interface Composed {
  readonly body: readonly Outgoing[];
  readonly final: boolean;
  readonly octets: Uint8Array;
  /** Commands of the outbox that are left for further messages. */
  readonly left: readonly Outgoing[];
}

/** The first message of a session. */
export function composePackage1(core: DeviceCore, session: Session, commands: readonly Outgoing[]): Composed {
  return whole(core, session, commands, true);
}

/** The last message again, complete, after the Status for the server's header; credentials are made anew. */
export function composeRepetition(core: DeviceCore, session: Session, received: Received): Composed {
  return whole(
    core,
    session,
    [headerStatus(core, session, received), ...session.lastBody],
    session.lastFinal,
  );
}

/** Statuses of a refused package; `goodbye` adds Alert 1223. */
export function composeRefusal(
  core: DeviceCore,
  session: Session,
  received: Received,
  goodbye: boolean,
): Composed {
  const body = [headerStatus(core, session, received), ...session.outbox];
  return whole(core, session, goodbye ? [...body, alert(1223)] : body, true);
}

/**
 * Answer to a package or message of the server: what is in the outbox, as much as the server takes in one message. When
 * all of it fits, a package that has ended is answered with Final, another one with Alert 1222 when there is nothing
 * but statuses to say.
 */
export function composeAnswer(core: DeviceCore, session: Session, received: Received): Composed {
  const head = headerStatus(core, session, received);
  const { outbox, peerMaxMsgSize } = session;
  const { final } = received.turn;
  const asks = !final && !outbox.some((command) => command.kind === "Results");
  const body = [head, ...outbox];
  const all = whole(core, session, asks ? [...body, alert(1222)] : body, final);
  if (peerMaxMsgSize === undefined || all.octets.length <= peerMaxMsgSize || outbox.length <= 1) return all;
  const part = (count: number): Composed => {
    const composed = whole(core, session, [head, ...outbox.slice(0, count)], false);
    return { ...composed, left: outbox.slice(count) };
  };
  let fits = 1;
  let tooMany = outbox.length;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (part(middle).octets.length <= peerMaxMsgSize) fits = middle;
    else tooMany = middle;
  }
  return part(fits);
}

function whole(core: DeviceCore, session: Session, commands: readonly Outgoing[], final: boolean): Composed {
  const body = numbered(commands);
  const message = messageOf(core, session, body, final);
  return { body: commands, final, octets: writeMessage(core.options.encoding ?? "xml", message), left: [] };
}

function messageOf(
  core: DeviceCore,
  session: Session,
  body: readonly Outgoing[],
  final: boolean,
): SyncMLInput {
  const cred = nextCredential(core.context.crypto, core.account, session);
  const opening = body.some((command) => command.kind === "Replace");
  const { deviceId } = core.options;
  return {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: session.id,
      MsgID: String(session.msgId + 1),
      Target: { LocURI: core.account.serverUrl },
      Source: cred ? { LocURI: deviceId, LocName: core.account.username } : { LocURI: deviceId },
      ...(cred ? { Cred: cred } : {}),
      ...(opening ? { Meta: { MaxMsgSize: core.maxMsgSize, MaxObjSize: core.maxObjSize } } : {}),
    },
    SyncBody: { commands: body, ...(final ? { Final: true } : {}) },
  };
}

function headerStatus(core: DeviceCore, session: Session, received: Received): Outgoing {
  const { turn, headerCode, challenge } = received;
  const version = headerCode === 505 ? "1.2" : headerCode === 513 ? "DM/1.2" : undefined;
  return status({ msgRef: turn.msgId, cmdRef: "0", cmd: "SyncHdr" }, headerCode, {
    targetRef: turn.target,
    sourceRef: turn.source,
    chal: challenge ? serverChallenge(core.context.random, core.account, session) : undefined,
    items: version === undefined ? undefined : [{ Data: version }],
  });
}
