/** Alert codes of DM 1.2, section 9 of the protocol. */
export const alertCodes = {
  1100: "display",
  1101: "confirm or reject",
  1102: "text input",
  1103: "single choice",
  1104: "multiple choice",
  1200: "server-initiated management",
  1201: "client-initiated management",
  1222: "next message",
  1223: "session abort",
  1224: "client event",
  1225: "no end of data",
  1226: "generic alert",
} as const;

/** Plain meaning of an alert code, or undefined for one that DM 1.2 does not list. */
export function alertText(code: number): string | undefined {
  return (alertCodes as Readonly<Record<number, string>>)[code];
}
