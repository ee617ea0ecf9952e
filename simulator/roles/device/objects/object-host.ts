import { nodeAt, withNode, type InteriorNode } from "../../../tree/index.ts";
import { emptyBytes } from "../../../core/bytes.ts";
import type { LiveReader, ObjectHost, ObjectHostBase, ValueChange } from "./management-object.ts";
import { textOf } from "./node-values.ts";

/** What `hostOf` needs to know of the objects of a device. */
export interface ObjectKeeper {
  live(segments: readonly string[], reader: LiveReader): readonly ValueChange[];
  keep(id: string, state: unknown, host: ObjectHostBase): void;
  /** Runs a node of any object, as the device itself. */
  run(uri: string, host: ObjectHostBase): boolean;
  /** Has all objects but one forget what they do. */
  forgetOthers(id: string, host: ObjectHostBase): void;
}

/** Name of a timer, a request, a question or a store key of an object. */
export function objectKey(id: string, name?: string): string {
  return name === undefined ? `object/${id}` : `object/${id}/${name}`;
}

/** Object and name of a timer, a request or a question; undefined when it is no object's. */
export function readObjectKey(key: string): { readonly id: string; readonly name: string } | undefined {
  const match = /^object\/([^/]+)\/(.+)$/.exec(key);
  return match ? { id: match[1] ?? "", name: match[2] ?? "" } : undefined;
}

/** The host of one object, with names of its own, in the middle of one event. */
export function hostOf(id: string, base: ObjectHostBase, keeper: ObjectKeeper): ObjectHost {
  return {
    deviceId: base.deviceId,
    moment: base.moment,
    random: base.random,
    crypto: base.crypto,
    root: () => base.root(),
    change: (root) => base.change(root, id),
    raise: (alert) => base.raise(alert),
    arm: (name, due) => base.effect({ type: "timer.arm", timer: objectKey(id, name), due }),
    disarm: (name) => base.effect({ type: "timer.cancel", timer: objectKey(id, name) }),
    fetch: (name, url, timeout) =>
      base.effect({
        type: "request",
        request: objectKey(id, name),
        channel: "http",
        http: { method: "GET", url, headers: { accept: "*/*" }, body: emptyBytes },
        timeout,
        onPeersWord: true,
      }),
    ask: (name, question) => base.ask(objectKey(id, name), question),
    withdraw: (name) => base.withdraw(objectKey(id, name)),
    remember: (state) => keeper.keep(id, state, base),
    note: (code, text, severity = "info") => base.note(code, text, severity),
    effect: (effect) => base.effect(effect),
    report: (state) =>
      base.effect({ type: "report", report: { name: "object.changed", data: { object: id, state } } }),
    run: (uri) => keeper.run(uri, base),
    reset: (kept) => {
      const factory = base.factory?.();
      if (!factory) return false;
      base.change(withKept(factory, base.root(), kept), id);
      keeper.forgetOthers(id, base);
      return true;
    },
    factory: () => base.factory?.(),
    read: (segments) => {
      const [measured] = keeper.live(segments, base);
      return typeof measured?.value === "string" ? measured.value : textOf(base.root(), segments);
    },
  };
}

/** The tree of the factory with some nodes as they are now. */
function withKept(
  factory: InteriorNode,
  current: InteriorNode,
  kept: readonly (readonly string[])[],
): InteriorNode {
  let root = factory;
  for (const segments of kept) {
    if (segments.length === 0) root = { ...root, acl: current.acl };
    else if (nodeAt(root, segments.slice(0, -1))?.kind === "interior")
      root = withNode(root, segments, nodeAt(current, segments));
  }
  return root;
}
