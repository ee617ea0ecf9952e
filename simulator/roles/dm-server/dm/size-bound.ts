/** Text that XML writes as it is, one octet per character. */
const plain = /^[\x20-\x25\x27-\x3b\x3d\x3f-\x7e]*$/;
/** Most octets of one character: `&quot;`, or three of UTF-8. */
const WIDEST = 6;
/** Brackets of two tags and a namespace declaration. */
const TAGS = 40;
/** Digits of a number, the word of a flag. */
const SCALAR = 24;
/** The Format that says how octets are carried, where the value names none. */
const FORMAT = 120;

/**
 * Octets that a value takes at most in XML, and therefore in WBXML as well, without writing it. Good enough to see at once that a message fits, which is
 * what happens nearly always.
 */
export function sizeBound(value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value === "string") return plain.test(value) ? value.length : value.length * WIDEST;
  if (typeof value !== "object" || value === null) return SCALAR;
  if (value instanceof Uint8Array) return FORMAT + Math.ceil(value.length / 3) * 4;
  if (Array.isArray(value)) {
    let sum = 0;
    for (const element of value) sum += TAGS + sizeBound(element);
    return sum;
  }
  const record = value as Readonly<Record<string, unknown>>;
  let sum = 0;
  for (const name in record) {
    const part = record[name];
    if (part === undefined) continue;
    const repeated = Array.isArray(part) ? part.length : 1;
    // the name of a tagged value is its element
    sum += (name === "kind" ? 2 * sizeBound(part) : sizeBound(part)) + repeated * (2 * name.length + TAGS);
  }
  return sum;
}
