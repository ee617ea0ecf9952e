import { isWorkbenchError, WorkbenchError } from "../core/error.ts";

/** The same JSON value with every `${name}` in its texts replaced. Throws `scenario/variable` for an unknown name. */
export function substitute<T>(value: T, variables: Readonly<Record<string, string>>): T;
export function substitute(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string")
    return value.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
      const found = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (found === undefined)
        throw new WorkbenchError("scenario/variable", `There is no variable ${name} yet`, { name });
      return found;
    });
  if (Array.isArray(value)) return value.map((item: unknown) => substitute(item, variables));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, substitute(item as unknown, variables)]),
    );
  return value;
}

/** The same with its variables replaced, or undefined while one of them is not known yet. */
export function known<T extends object>(
  value: T,
  variables: Readonly<Record<string, string>>,
): T | undefined {
  if (!mentionsVariables(value)) return value;
  try {
    return substitute(value, variables);
  } catch (error) {
    if (isWorkbenchError(error, "scenario/variable")) return undefined;
    throw error;
  }
}

const mentions = new WeakMap<object, boolean>();

/** Looked up once: matchers are tried on every message. */
function mentionsVariables(value: object): boolean {
  const seen = mentions.get(value) ?? JSON.stringify(value).includes("${");
  mentions.set(value, seen);
  return seen;
}
