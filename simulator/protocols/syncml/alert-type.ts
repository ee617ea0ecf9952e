/** An alert type as it is compared: the two prefixes of the base text of DM 1.2 and white space are no part of it (8.7.2). */
export function bareAlertType(type: string): string {
  return type.trim().replace(/^(?:Reversed-Domain-Name|Content-Type):\s*/i, "");
}
