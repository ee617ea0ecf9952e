import { fromBase64, toBase64 } from "../../core/bytes.ts";
import {
  changesBetween,
  readChanges,
  uriLimitsOf,
  type InteriorNode,
  type TreeChange,
} from "../../tree/index.ts";
import type { Effect, Moment, Role, RoleContext, RoleEvent, StoreSnapshot } from "../../wire/role.ts";
import { accountIn, currentTree, ownTree } from "./account-tree.ts";
import { createCore, type DeviceCore } from "./core.ts";
import { clientCredentials, serverCredentials } from "./credentials.ts";
import { createInbox, type Inbox, type SessionWish } from "./notifications.ts";
import type { DeviceCommand, DeviceOptions, DmAccount, GenericAlert } from "./options.ts";
import { beginSession, failSession, takeResponse, type SessionHost } from "./session-run.ts";
import { dmClientSession } from "./session-machine.ts";
import { setLeaf } from "./local-change.ts";
import type { Session } from "./session.ts";

/** What a reader sees of a device. */
export interface DeviceView {
  readonly deviceId: string;
  /** State of the session machine; `idle` without a session. */
  readonly state: string;
  readonly sessionId: string | undefined;
  readonly root: InteriorNode;
}

/** A device: a role that can be looked into. */
export interface Device extends Role<DeviceCommand> {
  view(): DeviceView;
}

/**
 * Creates an OMA DM 1.2 client. What was committed to its collection `device:<id>` before is taken from `stored`.
 * Between sessions it holds its options, its nonces and what differs from its profile, nothing else. What it cannot do is
 * answered with the report `command.refused`.
 */
export function createDevice(options: DeviceOptions, context: RoleContext, stored?: StoreSnapshot): Device {
  return new DmDevice(options, context, stored);
}

class DmDevice implements Device, SessionHost {
  readonly core: DeviceCore;
  session: Session | undefined = undefined;
  requests = 0;
  #nonces: { readonly client?: Uint8Array | undefined; readonly server?: Uint8Array | undefined } | undefined;
  #changes: readonly TreeChange[] | undefined;
  #inbox: Inbox | undefined;

  constructor(options: DeviceOptions, context: RoleContext, stored: StoreSnapshot | undefined) {
    this.core = createCore(options, context);
    if (stored) this.#restore(stored);
  }

  handle(event: RoleEvent<DeviceCommand>, moment: Moment): readonly Effect[] {
    const effects: Effect[] = [];
    this.#take(event, moment, effects);
    // wishes that came during the session are granted when it is over
    while (!this.session) {
      const wish = this.#inbox?.next();
      if (!wish) break;
      this.#begin(wish, effects);
    }
    return effects;
  }

  view(): DeviceView {
    const { session } = this;
    return {
      deviceId: this.core.options.deviceId,
      state: session?.stepper.state ?? "idle",
      sessionId: session?.id,
      root: session?.root ?? currentTree(this.#base(), this.#changes),
    };
  }

  keepNonces(client: Uint8Array | undefined, server: Uint8Array | undefined): Effect {
    this.#nonces = { client, server };
    const value = { client: client && toBase64(client), server: server && toBase64(server) };
    return { type: "commit", writes: [{ collection: this.#collection(), key: "nonces", value }] };
  }

  keepTree(base: InteriorNode, root: InteriorNode): Effect {
    const changes = changesBetween(base, root);
    this.#changes = changes.length === 0 ? undefined : changes;
    return { type: "commit", writes: [{ collection: this.#collection(), key: "tree", value: changes }] };
  }

  #take(event: RoleEvent<DeviceCommand>, moment: Moment, effects: Effect[]): void {
    const { session } = this;
    switch (event.type) {
      case "push.received":
        this.#inbox ??= createInbox();
        this.#inbox.take(this.core, this.#currentAccount(), session, event, effects);
        return;
      case "command":
        this.#command(event.command, moment, effects);
        return;
      case "response.received":
        if (session?.request === event.request) takeResponse(this, session, event.response, moment, effects);
        return;
      case "request.failed":
        if (session?.request === event.request)
          failSession(
            this,
            session,
            `the server was not reached (${event.reason}: ${event.text})`,
            "device",
            effects,
          );
        return;
      case "request.received":
        effects.push({
          type: "respond",
          exchange: event.exchange,
          http: { status: 404, headers: {}, body: new Uint8Array(0) },
        });
        return;
      case "commit.failed":
        if (session)
          failSession(this, session, `what changed could not be stored (${event.text})`, "device", effects);
        return;
      case "request.gone":
      case "timer.expired":
        return; // a device serves no requests and arms no timers
    }
  }

  #command(command: DeviceCommand, moment: Moment, effects: Effect[]): void {
    switch (command.name) {
      case "startSession":
        this.#start(command.sessionId, command.alerts ?? [], effects);
        return;
      case "abortSession":
        if (this.session) this.session.abandoned = true;
        else this.#refuse("abortSession", "no session is running", effects);
        return;
      case "setBehaviour":
        this.core.behaviour = { ...this.core.behaviour, ...command.behaviour };
        return;
      case "setValue":
        this.#setValue(command.uri, command.value, moment, effects);
        return;
    }
  }

  #start(sessionId: string | undefined, alerts: readonly GenericAlert[], effects: Effect[]): void {
    const chosen = 1 + this.core.context.random.below(0xffff);
    const id = sessionId ?? chosen.toString(16).toUpperCase();
    if (this.session)
      this.#refuse("startSession", "a session is running", effects, this.session.conversation);
    else if (!/^[0-9A-F]{1,4}$/.test(id))
      this.#refuse("startSession", `"${id}" is not one to four upper-case hexadecimal digits`, effects);
    else this.#begin({ id, initiatedBy: "client", alerts }, effects);
  }

  #refuse(command: DeviceCommand["name"], reason: string, effects: Effect[], conversation?: string): void {
    effects.push({
      type: "report",
      report: { name: "command.refused", conversation, data: { command, reason } },
    });
  }

  #setValue(uri: string, value: string, moment: Moment, effects: Effect[]): void {
    const base = this.session?.base ?? this.#base();
    const root = this.session?.root ?? currentTree(base, this.#changes);
    const changed = setLeaf(root, uri, value, moment.date);
    if (typeof changed === "string") {
      this.#refuse("setValue", changed, effects);
      return;
    }
    if (this.session) this.session.root = changed;
    effects.push(this.keepTree(base, changed));
  }

  #begin(wish: SessionWish, effects: Effect[]): void {
    const { core } = this;
    const account = this.#account();
    const base = ownTree(core.options, account);
    const root = currentTree(base, this.#changes);
    const current = accountIn(root, core.options, account);
    if (!current) {
      const conversation = `dm-session:${core.options.deviceId}/${wish.id}`;
      this.#refuse("startSession", `the account of ${account.serverId} was deleted`, effects, conversation);
      return;
    }
    core.account = current;
    const { crypto } = core.context;
    const clientNonce = wish.nonce ?? account.clientNonce;
    const serverNonce = wish.nonce ?? account.serverNonce;
    this.session = {
      id: wish.id,
      conversation: `dm-session:${core.options.deviceId}/${wish.id}`,
      initiatedBy: wish.initiatedBy,
      alerts: wish.alerts,
      stepper: core.context.steppers(dmClientSession),
      base,
      root,
      limits: uriLimitsOf(root),
      url: core.account.serverUrl,
      onPeersWord: false,
      msgId: 0,
      request: "",
      serverMsgId: "",
      repetitions: 0,
      peerMaxMsgSize: undefined,
      client: clientCredentials(crypto, core.account, core.behaviour, clientNonce),
      server: serverCredentials(crypto, core.account, core.behaviour, serverNonce),
      packageComplete: true,
      outbox: [],
      lastBody: [],
      lastFinal: true,
      lastOctets: new Uint8Array(0),
      largeObject: undefined,
      abandoned: false,
    };
    beginSession(this, this.session, effects);
  }

  #account(): DmAccount {
    const { account } = this.core.options;
    if (!this.#nonces) return account;
    return { ...account, clientNonce: this.#nonces.client, serverNonce: this.#nonces.server };
  }

  /** The account with what servers have changed in it; undefined when one has deleted it. */
  #currentAccount(): DmAccount | undefined {
    const account = this.#account();
    if (!this.#changes) return account;
    return accountIn(currentTree(this.#base(), this.#changes), this.core.options, account);
  }

  #base(): InteriorNode {
    return ownTree(this.core.options, this.#account());
  }

  #collection(): string {
    return `device:${this.core.options.deviceId}`;
  }

  #restore(stored: StoreSnapshot): void {
    for (const [key, value] of stored.entries(this.#collection())) {
      if (key === "nonces" && typeof value === "object" && value !== null) {
        const nonce = (name: string): Uint8Array | undefined => {
          const text: unknown = (value as Readonly<Record<string, unknown>>)[name];
          return typeof text === "string" ? fromBase64(text) : undefined;
        };
        this.#nonces = { client: nonce("client"), server: nonce("server") };
      }
      if (key === "tree") this.#changes = readChanges(value);
    }
  }
}
