import type { InteriorNode } from "../../../tree/index.ts";
import type { Crypto } from "../../../core/crypto.ts";
import type { Random } from "../../../core/random.ts";
import type { Effect, Moment, RequestFailure } from "../../../wire/role.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { GenericAlert } from "../options.ts";
import type { UserAnswer, UserQuestion } from "../user-interaction.ts";

/*
 * A management object with a behaviour (FUMO, SCOMO, LAWMO, DiagMon, …). It owns a subtree of the device, is asked when
 * a server runs an Exec below it, works over time, and reports by Generic Alert. It holds no timers and makes no
 * requests itself: it asks its host, which is the device.
 */

/** An Exec that reached a node of the object, access and ACL checked. */
export interface ExecCall {
  /** Absolute URI of the node: `./FwUpdate/Download`. */
  readonly uri: string;
  readonly segments: readonly string[];
  /** Data of the Item, as text. */
  readonly data: string | undefined;
  readonly correlator: string | undefined;
  /** Server identifier of who ran it. */
  readonly serverId: string;
}

/** What the object says to an Exec. */
export interface ExecAnswer {
  /** Status: 200 done, 202 accepted and reported later, or an error. */
  readonly status: number;
  /** Values that change at once, by path from the root of the tree; undone when the Exec stood in an Atomic that fails. */
  readonly changes?: readonly ValueChange[] | undefined;
  /** Work that begins once the command stands (its Atomic did not fail): plain JSON, given back to `begin`. */
  readonly work?: ObjectWork | undefined;
}

export interface ValueChange {
  readonly segments: readonly string[];
  /** Undefined deletes the node. */
  readonly value: string | Uint8Array | undefined;
}

/** Plain JSON: it is kept in the device's store while it runs, so that a restarted device goes on. */
export type ObjectWork = Readonly<Record<string, unknown>> & { readonly kind: string };

/** What the device does for an object, in the middle of one event. */
export interface ObjectHost {
  readonly deviceId: string;
  readonly moment: Moment;
  readonly random: Random;
  readonly crypto: Crypto;
  /** The tree as it is now. */
  root(): InteriorNode;
  /** Changes the tree from within, as an application would; durable with the event. */
  change(root: InteriorNode): void;
  /** Queues a Generic Alert; the device starts a session (Alert 1201) for it, or sends it in the running one. Durable. */
  raise(alert: GenericAlert): void;
  /** Calls the object's `expired(name)` at a run time (milliseconds); the same name replaces. */
  arm(name: string, due: number): void;
  disarm(name: string): void;
  /** Fetches a URL over HTTP, at most `timeout` milliseconds; the outcome comes to `fetched(name)`. */
  fetch(name: string, url: string, timeout: number): void;
  /** Asks the user at the device; the answer comes to `answered(name)`, with the default when nobody answers. */
  ask(name: string, question: UserQuestion): void;
  /** Takes a question away that nobody has answered; none is no matter. */
  withdraw(name: string): void;
  /** Remembers plain JSON of the object across restarts; undefined forgets. */
  remember(state: unknown): void;
  /** A word for the record. */
  note(code: string, text: string, severity?: "info" | "warning" | "error"): void;
  effect(effect: Effect): void;
  /** Tells the device's driver what an object of it does: report `object.changed`. */
  report(state: string): void;
  /** Runs a node of another object of the device, as the device itself; false when no object owns it or it refuses. */
  run(uri: string): boolean;
  /**
   * Makes the tree that of the factory, but for the nodes at `kept`, and has the other objects forget what they do. False:
   * the device cannot.
   */
  reset(kept: readonly (readonly string[])[]): boolean;
  /** The tree of the factory, where the device has it. */
  factory(): InteriorNode | undefined;
  /** Text of a leaf as a Get gives it: measured, where an object measures it. */
  read(segments: readonly string[]): string;
}

/** Outcome of a `fetch`. */
export type FetchOutcome =
  | { readonly kind: "response"; readonly response: HttpResponse }
  | { readonly kind: "failed"; readonly reason: RequestFailure; readonly text: string };

/** Something that a person may have the object do: shown as a button. */
export interface ObjectAction {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly title: string;
    readonly default: string;
    readonly values?: readonly string[] | undefined;
  }[];
}

/** An object as the device's screen shows it. */
export interface ObjectView {
  readonly id: string;
  readonly title: string;
  /** Root of the object: `./FwUpdate`. */
  readonly uri: string;
  /** One line: "Download progressing, 40 %". */
  readonly state: string;
  readonly busy: boolean;
  readonly actions: readonly ObjectAction[];
}

/** One management object of one device. Created when the device has something to do with it, from remembered state. */
export interface ManagementObject {
  readonly id: string;
  /** Root of its subtree. */
  readonly segments: readonly string[];
  /** Answers an Exec at or below its root; undefined = the node is not one of its operations. Changes nothing itself. */
  exec(call: ExecCall, host: ObjectHost): ExecAnswer | undefined;
  /** Begins work that `exec` has answered for. */
  begin(work: ObjectWork, host: ObjectHost): void;
  /** A server's command that stands has changed nodes at or below its root. */
  changed(uris: readonly string[], host: ObjectHost): void;
  expired(name: string, host: ObjectHost): void;
  fetched(name: string, outcome: FetchOutcome, host: ObjectHost): void;
  answered(name: string, answer: UserAnswer, host: ObjectHost): void;
  /** The device has started again: goes on with what was remembered, or ends it with a result. */
  resume(host: ObjectHost): void;
  /** A person or a scenario runs one of its actions. Returns a reason when it cannot. */
  act(action: string, parameters: Readonly<Record<string, string>>, host: ObjectHost): string | undefined;
  view(root: InteriorNode): ObjectView;
  /** Values of leaves that are measured when they are read; absent = there are none. */
  live?(reader: LiveReader): readonly ValueChange[];
}

/** What a measurement needs of the device. */
export type LiveReader = Pick<ObjectHostBase, "deviceId" | "moment" | "root">;

/** An answer with the name of the object that gave it. */
export interface OwnedAnswer extends ExecAnswer {
  readonly object: string;
}

/** All management objects of a device behind one door; `device.ts` talks to this alone. */
export interface DeviceObjects {
  /** Asks the object that owns the node. Undefined: no object owns it, the profile's `execs` decide. */
  exec(call: ExecCall, host: ObjectHostBase): OwnedAnswer | undefined;
  /** Begins the works of the commands of one message, after its changes are kept. */
  begin(works: readonly StartedWork[], host: ObjectHostBase): void;
  /**
   * Call it after each command that stands (a whole Atomic is one), so that an Exec later in the same message finds what
   * the object adds: the operations of a package that a server has just added, a State that is ready.
   */
  changed(uris: readonly string[], host: ObjectHostBase): void;
  /**
   * Values of measured leaves at or below a node, for the tree that a Get is executed on; nothing is kept of them. Cheap
   * where no object measures.
   */
  live(segments: readonly string[], reader: LiveReader): readonly ValueChange[];
  /** True when the timer was an object's. */
  expired(timer: string, host: ObjectHostBase): boolean;
  /** True when the request was an object's. */
  fetched(request: string, outcome: FetchOutcome, host: ObjectHostBase): boolean;
  /** True when the question was an object's. */
  answered(question: string, answer: UserAnswer, host: ObjectHostBase): boolean;
  act(
    object: string,
    action: string,
    parameters: Readonly<Record<string, string>>,
    host: ObjectHostBase,
  ): string | undefined;
  views(root: InteriorNode): readonly ObjectView[];
  /** Re-arms what ran when the device stopped. */
  resume(host: ObjectHostBase): void;
}

/** Work of one object, as `exec` answered it. */
export interface StartedWork {
  readonly object: string;
  readonly work: ObjectWork;
}

/** What the device itself offers; DeviceObjects makes each object's `ObjectHost` of it, with names of its own. */
export interface ObjectHostBase {
  readonly deviceId: string;
  readonly moment: Moment;
  readonly random: Random;
  readonly crypto: Crypto;
  /** The tree that the device had when it left the factory, without accounts; absent = it cannot be reset. */
  factory?(): InteriorNode;
  root(): InteriorNode;
  change(root: InteriorNode, object: string): void;
  raise(alert: GenericAlert): void;
  ask(question: string, asked: UserQuestion): void;
  withdraw(question: string): void;
  /** Remembers plain JSON under a key of the device's store. */
  remember(key: string, state: unknown): void;
  effect(effect: Effect): void;
  note(code: string, text: string, severity: "info" | "warning" | "error"): void;
}

/** What was remembered, by key, when the device starts. */
export type Remembered = ReadonlyMap<string, unknown>;
