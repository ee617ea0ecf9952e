/** Half-open range, in UTF-16 units of a text or in octets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Octets of base64 text. */
export function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  return Uint8Array.from(binary, (character) => character.codePointAt(0) ?? 0);
}

const BULLET = 0x2022;
const ASTERISK = 0x2a;

/**
 * Offset in octets of every position in a text, one more than it has characters. A covered secret is a bullet in the
 * text and an asterisk in the octets.
 *
 * @returns undefined where the octets are not the UTF-8 form of the text
 */
function octetOffsets(text: string, octets: Uint8Array, start: number): Uint32Array | undefined {
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(text.length + 1);
  let at = start;
  for (let index = 0; index < text.length; index += 1) {
    offsets[index] = at;
    const code = text.codePointAt(index) ?? 0;
    if (code === BULLET && octets[at] === ASTERISK) {
      at += 1;
    } else if (code < 0x80) {
      if (octets[at] !== code) return undefined;
      at += 1;
    } else {
      for (const octet of encoder.encode(String.fromCodePoint(code))) {
        if (octets[at] !== octet) return undefined;
        at += 1;
      }
      if (code > 0xffff) {
        // The middle of a pair belongs to its start.
        index += 1;
        offsets[index] = offsets[index - 1] ?? at;
      }
    }
  }
  offsets[text.length] = at;
  return at === octets.length ? offsets : undefined;
}

/** Converts between positions in a text and in the octets that it was read from. */
export interface OctetMap {
  toOctets(span: Span): Span;
  toPosition(octet: number): number;
}

/**
 * The map between a text and its octets.
 *
 * @returns undefined where the octets are not the UTF-8 form of the text, so that nothing can be mapped
 */
export function octetMap(text: string, octets: Uint8Array): OctetMap | undefined {
  // A byte order mark is in the octets only.
  const hasMark =
    octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf && !text.startsWith("\ufeff");
  const offsets = octetOffsets(text, octets, hasMark ? 3 : 0);
  if (offsets === undefined) return undefined;
  const offsetAt = (position: number) => offsets[Math.max(0, Math.min(text.length, position))] ?? 0;
  return {
    toOctets: ({ from, to }) => ({ from: offsetAt(from), to: offsetAt(to) }),
    toPosition: (octet) => {
      let low = 0;
      let high = text.length;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (offsetAt(middle) <= octet) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

/**
 * Positions of an indented copy for every position of the original, where both differ in white space only.
 *
 * @returns undefined where they differ in more
 */
export function indentedPositions(original: string, indented: string): Uint32Array | undefined {
  const positions = new Uint32Array(original.length + 1);
  let at = 0;
  for (let index = 0; index < original.length; index += 1) {
    const wanted = original[index] ?? "";
    while (at < indented.length && indented[at] !== wanted && isSpace(indented[at])) at += 1;
    positions[index] = at;
    if (indented[at] === wanted) at += 1;
    else if (!isSpace(wanted)) return undefined;
  }
  positions[original.length] = at;
  return positions;
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}
