/** An HTTP head that was saved in front of a body. */
export interface HttpHead {
  readonly startLine: string;
  /** Lower-case names; values of credentials are not kept. */
  readonly headers: Readonly<Record<string, string>>;
  /** Octets of the head, the empty line included. */
  readonly length: number;
}

const startLine = /^(?:HTTP\/\d(?:\.\d)? \d{3}|[A-Z]{3,10} \S{1,8000} HTTP\/\d(?:\.\d)?)/;
const secretHeaders = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
  "x-syncml-hmac",
]);
const LONGEST = 65_536;

/** Recognises a head of HTTP/1 at the start of octets, as captures are often saved. */
export function httpHeadOf(bytes: Uint8Array): HttpHead | undefined {
  const first = bytes[0] ?? 0;
  if (first < 0x41 || first > 0x5a) return undefined;
  let text = "";
  for (const byte of bytes.subarray(0, LONGEST)) text += String.fromCharCode(byte);
  if (!startLine.test(text)) return undefined;
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const [start = "", ...lines] = head.split(/\r?\n/);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers[name] = secretHeaders.has(name) ? "•••" : line.slice(colon + 1).trim();
  }
  return { startLine: start, headers, length: end ? end.index + end[0].length : bytes.length };
}
