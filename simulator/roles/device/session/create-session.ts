import { nodeAt, uriLimitsOf, type InteriorNode } from "../../../tree/index.ts";
import { conversationOf, type DeviceCore } from "../core.ts";
import { clientCredentials } from "../credentials/client.ts";
import { serverCredentials } from "../credentials/server.ts";
import type { DmAccount } from "../options.ts";
import { dmClientSession } from "./session-machine.ts";
import type { Session, SessionWish } from "./session.ts";

/** A session that has not begun yet. `root` is the tree at its beginning. */
export function createSession(
  core: DeviceCore,
  account: DmAccount,
  wish: SessionWish,
  root: InteriorNode,
): Session {
  const { crypto, steppers } = core.context;
  return {
    id: wish.id,
    conversation: conversationOf(core, wish.id),
    initiatedBy: wish.initiatedBy,
    account,
    encoding: core.encoding,
    manners: core.manners,
    stepper: steppers(dmClientSession),
    root,
    saved: [],
    limits: uriLimitsOf(root),
    largeObjects: supportsLargeObjects(root),
    url: account.serverUrl,
    onPeersWord: false,
    msgId: 0,
    request: "",
    serverMsgId: "",
    repetitions: 0,
    peerMaxMsgSize: undefined,
    peerMaxObjSize: undefined,
    // a resynchronisation uses its nonce in both directions, and both are renewed
    client: clientCredentials(crypto, account, core.behaviour, wish.nonce ?? account.clientNonce),
    server: serverCredentials(crypto, account, core.behaviour, wish.nonce ?? account.serverNonce),
    kept: { client: account.clientNonce, server: account.serverNonce },
    emptyTurns: 0,
    packageComplete: true,
    outbox: [],
    unfinished: undefined,
    reported: { ids: new Set(), sent: new Map() },
    lastBody: [],
    lastFinal: true,
    lastOctets: new Uint8Array(0),
    lastMac: undefined,
    largeObject: undefined,
    paused: undefined,
    abandoned: false,
  };
}

/** `./DevDetail/LrgObj`. */
function supportsLargeObjects(root: InteriorNode): boolean {
  const leaf = nodeAt(root, ["DevDetail", "LrgObj"]);
  return leaf?.kind === "leaf" && leaf.value === "true";
}
