/*
 * The services of the registry's benchmark: what both contenders hold and look for. Every tModel is implemented by one in
 * ten; a search by name, category and tModel fits a thousand services, of which a hundred are given.
 */

export const SERVICES = 10_000;
export const MODELS = 10;
export const NAMESPACE = "urn:example:wsdl";
export const ROWS = 100;

/** Name of a service; all begin alike. */
export function nameOf(index: number): string {
  return `Device Management ${String(index).padStart(5, "0")}`;
}

/** The beginning of the names that are looked for, in another case. */
export const PATTERN = "device management";
