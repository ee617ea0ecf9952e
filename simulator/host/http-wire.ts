import type { Clock } from "../core/clock.ts";
import type { Dispose } from "../core/emitter.ts";
import { countingIds } from "../core/ids.ts";
import { matchListener } from "../wire/listeners.ts";
import { partyKey, type Party } from "../wire/party.ts";
import type { CrossingDraft, Tap } from "../wire/tap.ts";
import type { OutgoingPush, PushReceiver, RequestOutcome, Wire } from "../wire/wire.ts";
import type { TlsMaterial } from "./certificates/tls-material.ts";
import type { EgressGate } from "./egress.ts";
import { addressInUrl } from "./host-name.ts";
import { createHttpClient } from "./http-client.ts";
import { foreignServer, serveExchanges } from "./http-exchanges.ts";
import { openHttpListener, type HttpListener, type ListenerOptions } from "./http-listener.ts";
import { escapedOctets } from "./http-refusal.ts";
import { sendExchange, type SentExchange } from "./http-requests.ts";
import type { WireNote, WireState } from "./http-wire-state.ts";
import { bodyLimit, defaultHttpLimits, type HttpLimits } from "./limits.ts";
import { openPushListener, type PushListener } from "./push-listener.ts";
import { createPushSender, gatewayRequest, type PushAddress } from "./push-sender.ts";

export interface HttpWireOptions {
  readonly tap: Tap;
  readonly clock: Clock;
  readonly bind?: string;
  /** 0 picks a free one. */
  readonly port?: number;
  /** Address under which peers reach the listener, where it is not its own. */
  readonly publicUrl?: string | undefined;
  readonly limits?: HttpLimits;
  readonly egress: EgressGate;
  /** HTTPS beside HTTP, and the certificates for it. */
  readonly tls?: WireTls | undefined;
  /** Without it: the authorities whose servers are trusted, PEM; the public ones when absent. */
  readonly serverAuthorities?: readonly string[] | undefined;
  /** Address for the pushes to a device that does not live on this wire. */
  readonly pushAddress?: (deviceId: string) => PushAddress | undefined;
  readonly onNote?: (note: WireNote) => void;
  /** Told when something on its way has ended without reaching anybody. */
  readonly onSettled?: () => void;
}

/** HTTPS of a wire. */
export interface WireTls {
  /** 0 picks a free one. */
  readonly port: number;
  readonly material: TlsMaterial;
  /** Subject of the client certificate that one of our parties shows; undefined = it shows none. */
  readonly identityOf?: ((party: Party) => string | undefined) | undefined;
}

export interface HttpWire extends Wire {
  readonly port: number;
  readonly loopback: boolean;
  /**
   * Hears at a UDP port what strangers push to a device of ours.
   *
   * @throws WorkbenchError `listener/…`
   */
  openPushPort(deviceId: string, port: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A wire of real sockets. Messages between our own parties cross the same TCP connections as a stranger's; they are
 * known by the connection they are on, so that each crosses the tap once, on the side of its sender.
 */
export async function openHttpWire(options: HttpWireOptions): Promise<HttpWire> {
  const { tap, clock, limits = defaultHttpLimits, onNote, onSettled, publicUrl, tls } = options;
  const { serverAuthorities } = options;
  const client = createHttpClient<SentExchange>(
    tls?.material ?? (serverAuthorities && { serverAuthorities }),
  );
  const pushes = createPushSender();
  const pushListeners: PushListener[] = [];
  const pushReceivers = new Map<string, { readonly party: Party; readonly receive: PushReceiver }>();
  const open = new Set<SentExchange>();
  let inTransit = 0;
  const state: WireState = {
    tap,
    clock,
    limits,
    listeners: new Set(),
    note: (note) => onNote?.(note),
    nextExchange: countingIds("x"),
    depart: () => {
      inTransit++;
    },
    arrive: (nowhere) => {
      inTransit--;
      if (nowhere) onSettled?.();
    },
  };
  const exchanges = serveExchanges(state, (connection) => client.tagAt(connection));
  const listening = {
    bind: options.bind ?? "127.0.0.1",
    publicUrl,
    limits,
    bodyLimit: (target) => {
      const match = matchListener(state.listeners, target);
      return match && bodyLimit(limits, match.channel);
    },
    onRequest: exchanges.receive,
    onUnread: exchanges.unread,
    onRefused: exchanges.refused,
    onMalformed: ({ address, status, text, octets }) => {
      state.note({
        severity: "warning",
        code: "http/malformed",
        text: `Not HTTP, from ${address}: ${text}`,
        data: { address, status, octets: escapedOctets(octets) },
      });
    },
    onTlsTrouble: ({ address, code, text }) => {
      state.note({ severity: "warning", code, text, data: { address } });
    },
  } satisfies Partial<ListenerOptions>;
  const listener = await openHttpListener({ ...listening, port: options.port ?? 0 });
  const secure = tls && (await openSecure(tls, listening, listener));
  const ownUrl = urlOf("http", listener);
  const secureUrl = secure && urlOf("https", secure);
  const baseUrl = publicUrl?.replace(/\/$/, "") ?? ownUrl;
  const ownFolders = [baseUrl, ownUrl, ...(secureUrl === undefined ? [] : [secureUrl])].map(
    (url) => `${url}/`,
  );
  const isOwn = (url: string): boolean => ownFolders.some((folder) => url.startsWith(folder));
  /** Where our own listener is for an address of ours; behind somebody else's TLS it is reached without. */
  const ownOriginOf = ({ protocol }: URL): string =>
    new URL(protocol === "https:" && secureUrl !== undefined ? secureUrl : ownUrl).origin;

  const subjects = new Map<string, string>();
  const identityOf = (party: Party): string | undefined =>
    subjects.get(partyKey(party)) ?? tls?.identityOf?.(party);

  const send: Wire["send"] = (outgoing, done) => {
    const { url } = outgoing.request;
    const own = isOwn(url);
    const address = URL.parse(url) ?? undefined;
    const target = own && address ? matchListener(state.listeners, address.pathname) : undefined;
    const sent = sendExchange({
      state,
      client,
      outgoing,
      address,
      to: target?.party ?? foreignServer(outgoing.channel, address?.host ?? url),
      egress: outgoing.onPeersWord && !own ? options.egress : undefined,
      ownOrigin: own && address ? ownOriginOf(address) : undefined,
      identity:
        address?.protocol === "https:" && outgoing.showCertificate !== false
          ? identityOf(outgoing.from)
          : undefined,
      done,
    });
    open.add(sent);
    sent.onOver(() => {
      open.delete(sent);
    });
    return () => {
      sent.giveUp("closed", "the sender gave up");
    };
  };

  const push = (outgoing: OutgoingPush): void => {
    const target = pushReceivers.get(outgoing.to);
    const address = target ? undefined : options.pushAddress?.(outgoing.to);
    if (address !== undefined && !address.startsWith("udp:")) {
      const request = gatewayRequest(address, outgoing.contentType, outgoing.body);
      const { from, conversation, cause } = outgoing;
      send(
        {
          from,
          channel: "push",
          request,
          conversation,
          timeout: limits.egressTime,
          onPeersWord: false,
          cause,
        },
        ignore,
      );
      return;
    }
    state.depart();
    tap.cross(pushDraft(outgoing, target?.party, state.nextExchange()), (passage) => {
      if (passage.kind === "drop" || (!target && address === undefined)) state.arrive("nowhere");
      else if (target) deliver(() => target.receive(outgoing.contentType, passage.body, passage.seq));
      else if (address !== undefined)
        pushes.sendDatagram(address, outgoing.contentType, passage.body, (failure) => {
          state.arrive("nowhere");
          if (failure === undefined) return;
          const text = `The push to ${outgoing.to} could not be sent: ${failure}`;
          state.note({ severity: "warning", code: "push/not-sent", text });
        });
    });
  };

  const deliver = (task: () => void): void => {
    setImmediate(() => {
      state.arrive();
      task();
    });
  };

  const openPushPort = async (deviceId: string, port: number): Promise<void> => {
    const opened = await openPushListener(
      options.bind ?? "127.0.0.1",
      port,
      ({ contentType, body, from }) => {
        const target = pushReceivers.get(deviceId);
        state.depart();
        const sender = foreignServer("dm", from);
        const pushed = { from: sender, to: deviceId, contentType, body };
        tap.cross(pushDraft(pushed, target?.party, state.nextExchange()), (passage) => {
          if (passage.kind === "drop" || !target) state.arrive("nowhere");
          else deliver(() => target.receive(contentType, passage.body, passage.seq));
        });
      },
    );
    pushListeners.push(opened);
  };

  return {
    openPushPort,
    baseUrl,
    port: listener.port,
    secureUrl,
    identify: (party, subject) => {
      subjects.set(partyKey(party), subject);
    },
    loopback: listener.loopback,
    get inTransit() {
      return inTransit;
    },
    listen: (added) => {
      state.listeners.add(added);
      return () => state.listeners.delete(added);
    },
    send,
    push,
    listenForPush: (party, deviceId, receive): Dispose => {
      const entry = { party, receive };
      pushReceivers.set(deviceId, entry);
      return () => {
        if (pushReceivers.get(deviceId) === entry) pushReceivers.delete(deviceId);
      };
    },
    close: async () => {
      for (const sent of open) sent.giveUp("closed", "the wire was closed");
      pushes.close();
      const pushesClosed = pushListeners.map((opened) => opened.close());
      await Promise.all([client.close(), listener.close(), secure?.close(), ...pushesClosed]);
    },
  };
}

/** Opens HTTPS beside HTTP. When it cannot be opened, nothing stays open. */
async function openSecure(
  { port, material }: WireTls,
  listening: Omit<ListenerOptions, "port">,
  plain: HttpListener,
): Promise<HttpListener> {
  try {
    return await openHttpListener({ ...listening, port, tls: material });
  } catch (error) {
    await plain.close();
    throw error;
  }
}

/** What a gateway answers is in the journal; nobody waits for it. */
function ignore(_outcome: RequestOutcome): void {
  return undefined;
}

function pushDraft(push: OutgoingPush, to: Party | undefined, exchange: string): CrossingDraft {
  return {
    direction: "push",
    channel: "push",
    from: push.from,
    to: to ?? { role: "device", name: push.to },
    exchange,
    headers: { "content-type": push.contentType },
    body: push.body,
    conversation: push.conversation,
    cause: push.cause,
  };
}

function urlOf(scheme: "http" | "https", { address, port }: HttpListener): string {
  return `${scheme}://${addressInUrl(reachable(address))}:${port}`;
}

/** An address under which this computer reaches its own listener. */
function reachable(bound: string): string {
  if (bound === "0.0.0.0") return "127.0.0.1";
  return bound === "::" ? "::1" : bound;
}
