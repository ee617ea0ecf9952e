/*
 * The certificate library's container asks for the metadata half of `Reflect`, which no JavaScript engine has. This is the
 * part of it that the library uses; it has to be evaluated before the library is.
 */

const stored = new WeakMap<object, Map<unknown, unknown>>();

function define(key: unknown, value: unknown, target: object): void {
  const entries = stored.get(target) ?? new Map<unknown, unknown>();
  stored.set(target, entries.set(key, value));
}

function own(key: unknown, target: object): unknown {
  return stored.get(target)?.get(key);
}

function inherited(key: unknown, target: object): unknown {
  for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (stored.get(at)?.has(key) === true) return own(key, at);
  return undefined;
}

if (!("getMetadata" in Reflect))
  Object.assign(Reflect, { defineMetadata: define, getOwnMetadata: own, getMetadata: inherited });
