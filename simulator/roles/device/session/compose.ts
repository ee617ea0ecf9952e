import type { BodyCommandInput, SyncMLInput } from "../../../protocols/syncml/index.ts";
import type { DeviceCore } from "../core.ts";
import { nextCredential, nextMac, sendsCredentials } from "../credentials/client.ts";
import { serverChallenge } from "../credentials/server.ts";
import { writeMessage } from "../encoding.ts";
import { spoilMessage } from "../manners/spoil-message.ts";
import { alert, numbered, status, type Outgoing } from "./outgoing.ts";
import { pack } from "./packing.ts";
import type { Received } from "./received.ts";
import type { Session, Turn } from "./session.ts";

/** A message that is ready to be sent. */
export interface Composed {
  readonly body: readonly Outgoing[];
  readonly final: boolean;
  readonly octets: Uint8Array;
  /** Header with the digest of the octets. */
  readonly mac: string | undefined;
  /** CmdIDs of the alerts in it, in their order. */
  readonly alertIds: readonly string[];
  /** Commands of the outbox that are left for further messages. */
  readonly left: readonly Outgoing[];
  /** The first of them is the rest of a command of which the message has a chunk. */
  readonly unfinished: boolean;
}

/** The first message of a session. */
export function composePackage1(core: DeviceCore, session: Session, commands: readonly Outgoing[]): Composed {
  return whole(core, session, commands, true);
}

/**
 * The last message again, complete, after the Status for the server's header; credentials are made anew. What does not
 * fit into a message of the server any more follows in the next one.
 */
export function composeRepetition(core: DeviceCore, session: Session, received: Received): Composed {
  const { lastBody, lastFinal, outbox, unfinished, peerMaxMsgSize } = session;
  const head = headerStatus(core, session, received);
  const composed = whole(core, session, [head, ...lastBody], lastFinal);
  const fits = peerMaxMsgSize === undefined || composed.octets.length <= peerMaxMsgSize;
  if (fits || unfinished) return { ...composed, left: outbox, unfinished: unfinished !== undefined };
  const part = composePart(core, session, head, peerMaxMsgSize, lastBody);
  return { ...part, left: [...part.left, ...outbox] };
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
 * Answer to a package or message of the server: what is in the outbox, as much as the server takes in one message, large
 * Results in chunks. When all of it fits, a package that has ended is answered with Final, another one with Alert 1222
 * when there is nothing but statuses to say.
 */
export function composeAnswer(core: DeviceCore, session: Session, received: Received): Composed {
  const head = headerStatus(core, session, received);
  const { outbox, peerMaxMsgSize } = session;
  const { final } = received.turn;
  if (peerMaxMsgSize !== undefined && leastSize(outbox) > peerMaxMsgSize)
    return composePart(core, session, head, peerMaxMsgSize, outbox);
  const asks = !final && !outbox.some((command) => command.kind === "Results");
  const everything = [head, ...outbox];
  const all = whole(core, session, asks ? [...everything, alert(1222)] : everything, final);
  if (peerMaxMsgSize === undefined || all.octets.length <= peerMaxMsgSize) return all;
  const part = composePart(core, session, head, peerMaxMsgSize, outbox);
  if (part.left.length > 0) return part;
  // only its end does not fit: the last command goes with it into another message, where there is one to leave out
  if (outbox.length < 2) return all;
  const shorter = composePart(core, session, head, peerMaxMsgSize, outbox.slice(0, -1));
  return { ...shorter, left: [...shorter.left, ...outbox.slice(-1)] };
}

/** As much of these commands as fits into so many octets. */
function composePart(
  core: DeviceCore,
  session: Session,
  head: Outgoing,
  maxMsgSize: number,
  commands: readonly Outgoing[],
): Composed {
  const sizeOf = (some: readonly Outgoing[]): number =>
    whole(core, session, [head, ...some], false).octets.length;
  const packed = pack(commands, {
    fits: (some) => sizeOf(some) <= maxMsgSize,
    room: (some) => maxMsgSize - sizeOf(some),
    largeObjects: sendsChunks(session),
    begun: session.unfinished,
  });
  const composed = whole(core, session, [head, ...packed.sent], false);
  return { ...composed, left: packed.left, unfinished: packed.unfinished };
}

/** Whether the device sends large objects in chunks. */
export function sendsChunks({ largeObjects, manners }: Session): boolean {
  return largeObjects && manners.moreData === "supported";
}

/** Octets that the values of the Results and alerts have at least. */
function leastSize(commands: readonly Outgoing[]): number {
  let size = 0;
  for (const command of commands)
    if (command.kind === "Results" || command.kind === "Alert")
      for (const { Data } of command.Item ?? [])
        size += typeof Data === "object" && "xml" in Data ? 0 : (Data?.length ?? 0);
  return size;
}

/** Whether answers to a message fit into one message of the device. */
export function fitsOneMessage(
  core: DeviceCore,
  session: Session,
  turn: Turn,
  answers: readonly Outgoing[],
): boolean {
  if (session.peerMaxMsgSize === undefined) return true;
  const head = status({ msgRef: turn.msgId, cmdRef: "0", cmd: "SyncHdr" }, 200, {
    targetRef: turn.target,
    sourceRef: turn.source,
  });
  return whole(core, session, [head, ...answers], true).octets.length <= session.peerMaxMsgSize;
}

function whole(core: DeviceCore, session: Session, commands: readonly Outgoing[], final: boolean): Composed {
  const { crypto, random } = core.context;
  const { manners, encoding } = session;
  const plain = messageOf(core, session, numbered(commands), final);
  const message = spoilMessage(plain, manners, random, session.root);
  const octets = writeMessage(encoding, message, manners);
  return {
    body: commands,
    final,
    octets,
    mac: nextMac(crypto, random, session.client, manners, octets),
    alertIds: alertIdsIn(message.SyncBody.commands ?? []),
    left: [],
    unfinished: false,
  };
}

function alertIdsIn(commands: readonly BodyCommandInput[]): readonly string[] {
  const ids: string[] = [];
  for (const { kind, CmdID } of commands) if (kind === "Alert") ids.push(CmdID);
  return ids;
}

function messageOf(
  core: DeviceCore,
  session: Session,
  body: readonly Outgoing[],
  final: boolean,
): SyncMLInput {
  const { crypto, random } = core.context;
  const { account, client, manners } = session;
  const cred = nextCredential(crypto, random, client, manners);
  const opening = body.some((command) => command.kind === "Replace");
  const { deviceId } = core.options;
  return {
    SyncHdr: {
      VerDTD: "1.2",
      VerProto: "DM/1.2",
      SessionID: session.id,
      MsgID: String(session.msgId + 1),
      Target: { LocURI: account.serverUrl },
      Source: sendsCredentials(client)
        ? { LocURI: deviceId, LocName: client.username }
        : { LocURI: deviceId },
      Cred: cred,
      Meta: opening ? { MaxMsgSize: core.maxMsgSize, MaxObjSize: core.maxObjSize } : undefined,
    },
    SyncBody: { commands: body, Final: final || undefined },
  };
}

function headerStatus(core: DeviceCore, session: Session, received: Received): Outgoing {
  const { turn, headerCode, challenge } = received;
  const version = headerCode === 505 ? "1.2" : headerCode === 513 ? "DM/1.2" : undefined;
  return status({ msgRef: turn.msgId, cmdRef: "0", cmd: "SyncHdr" }, headerCode, {
    targetRef: turn.target,
    sourceRef: turn.source,
    chal: challenge ? serverChallenge(core.context.random, session.server) : undefined,
    items: version === undefined ? undefined : [{ Data: version }],
  });
}
