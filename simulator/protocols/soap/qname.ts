/** A qualified name: namespace URI and local name. */
export interface QName {
  readonly namespace: string;
  readonly name: string;
}

/** A qualified name in Clark's notation, for people and as a key: `{urn:dmwsi:1.0}Ack`. */
export function qnameText(name: QName): string {
  return name.namespace === "" ? name.name : `{${name.namespace}}${name.name}`;
}
