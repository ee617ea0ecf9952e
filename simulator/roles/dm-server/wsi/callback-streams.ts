import { createDeque, type Deque } from "./deque.ts";
import type { CallbackRecord } from "./records.ts";

/*
 * Who waits behind whom: for each recipient its streams, for each stream its callbacks in order. Every change says how
 * it is taken back, so that a refused request costs what it did and not what is queued.
 */

/** Callbacks that are delivered one after the other. */
export interface Stream {
  readonly name: string;
  readonly ids: Deque<string>;
  /** `gone`: it has nothing to deliver any more; what still names it passes it over. */
  state: "ready" | "flying" | "waiting" | "gone";
}

/** One registered callback endpoint. */
export interface Recipient {
  readonly registrationId: string;
  readonly streams: Map<string, Stream>;
  /** Streams that may send; confirmations of registrations first. */
  readonly urgent: Deque<Stream>;
  readonly ready: Deque<Stream>;
  /** Callbacks that are on their way. */
  flying: number;
  /** Callbacks that wait or are on their way. */
  queued: number;
  /** Ids of dead letters, oldest first. */
  readonly dead: Set<string>;
}

/** The streams of all recipients. */
export interface CallbackStreams {
  values(): Iterable<Recipient>;
  get(registrationId: string): Recipient | undefined;
  of(registrationId: string): Recipient;
  /** Puts a callback at the end of its stream. */
  enter(callback: CallbackRecord): void;
  /** Takes the head off its stream; the stream, when something follows. */
  leave(callback: CallbackRecord): Stream | undefined;
  /** The stream may send. `urgent`: before the others. */
  ready(recipient: Recipient, stream: Stream, urgent: boolean): void;
  /** The next stream that may send stays where it is. */
  peek(recipient: Recipient): Stream | undefined;
  /** The next stream that may send leaves the line. */
  take(recipient: Recipient): Stream | undefined;
  setState(stream: Stream, state: Stream["state"]): void;
  count(recipient: Recipient, what: "flying" | "queued", by: number): void;
  /** The stream ends with all that is in it. */
  close(recipient: Recipient, stream: Stream): void;
}

/**
 * Creates the index. `undoable` keeps how a change is taken back until it can no longer be; changes are taken back newest
 * first.
 */
export function createCallbackStreams(undoable: (takeBack: () => void) => void): CallbackStreams {
  const recipients = new Map<string, Recipient>();

  const of = (registrationId: string): Recipient => {
    const known = recipients.get(registrationId);
    if (known) return known;
    const made: Recipient = {
      registrationId,
      streams: new Map(),
      urgent: createDeque(),
      ready: createDeque(),
      flying: 0,
      queued: 0,
      dead: new Set(),
    };
    recipients.set(registrationId, made);
    return made;
  };

  const setState: CallbackStreams["setState"] = (stream, state) => {
    const before = stream.state;
    if (before === state) return;
    stream.state = state;
    undoable(() => (stream.state = before));
  };

  const ready: CallbackStreams["ready"] = (recipient, stream, urgent) => {
    setState(stream, "ready");
    const line = urgent ? recipient.urgent : recipient.ready;
    line.push(stream);
    undoable(() => void line.pop());
  };

  const count: CallbackStreams["count"] = (recipient, what, by) => {
    recipient[what] += by;
    undoable(() => (recipient[what] -= by));
  };

  const forget = (recipient: Recipient, stream: Stream): void => {
    if (recipient.streams.get(stream.name) !== stream) return;
    setState(stream, "gone");
    recipient.streams.delete(stream.name);
    undoable(() => recipient.streams.set(stream.name, stream));
  };

  /** Passes over what is gone or already has another place. */
  const lineOf = (recipient: Recipient): Deque<Stream> | undefined => {
    for (const line of [recipient.urgent, recipient.ready]) {
      for (let stream = line.first(); stream; stream = line.first()) {
        if (stream.state === "ready") return line;
        shift(line);
      }
    }
    return undefined;
  };

  const shift = (line: Deque<Stream>): Stream | undefined => {
    const stream = line.shift();
    if (stream) undoable(() => line.unshift(stream));
    return stream;
  };

  return {
    values: () => recipients.values(),
    get: (registrationId) => recipients.get(registrationId),
    of,
    enter: (callback) => {
      const recipient = of(callback.registrationId);
      count(recipient, "queued", 1);
      const known = recipient.streams.get(callback.stream);
      if (known) {
        known.ids.push(callback.id);
        undoable(() => void known.ids.pop());
        return;
      }
      const ids = createDeque<string>();
      ids.push(callback.id);
      const stream: Stream = { name: callback.stream, ids, state: "waiting" };
      recipient.streams.set(stream.name, stream);
      undoable(() => recipient.streams.delete(stream.name));
      ready(recipient, stream, isUrgent(callback));
    },
    leave: (callback) => {
      const recipient = of(callback.registrationId);
      const stream = recipient.streams.get(callback.stream);
      if (!stream || stream.ids.first() !== callback.id) return undefined;
      count(recipient, "queued", -1);
      stream.ids.shift();
      undoable(() => stream.ids.unshift(callback.id));
      if (stream.ids.size > 0) return stream;
      forget(recipient, stream);
      return undefined;
    },
    ready,
    peek: (recipient) => lineOf(recipient)?.first(),
    take: (recipient) => {
      const line = lineOf(recipient);
      return line && shift(line);
    },
    setState,
    count,
    close: (recipient, stream) => {
      count(recipient, "queued", -stream.ids.size);
      forget(recipient, stream);
    },
  };
}

/** A confirmation opens the way for the others. */
export function isUrgent(callback: CallbackRecord): boolean {
  return callback.name === "RegistrationConfirmation";
}
