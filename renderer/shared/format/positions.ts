/** Half-open range, in UTF-16 units of a text or in octets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const encoder = new TextEncoder();

/** Octets of a base64 text. */
export function decodeBase64(text: string): Uint8Array {
  const binary = atob(text);
  return Uint8Array.from(binary, (character) => character.codePointAt(0) ?? 0);
}

/** Offset in UTF-8 octets of every position in a text, one more than it has characters. */
function byteOffsets(text: string): Uint32Array {
  const offsets = new Uint32Array(text.length + 1);
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    offsets[index] = at;
    const unit = text.charCodeAt(index);
    const isHighSurrogate = unit >= 0xd800 && unit < 0xdc00;
    if (isHighSurrogate && index + 1 < text.length) {
      // A pair takes four octets; its middle belongs to its start.
      offsets[index + 1] = at;
      index += 1;
      at += 4;
    } else {
      at += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    }
  }
  offsets[text.length] = at;
  return offsets;
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
  const encoded = encoder.encode(text);
  const start = octets.length - encoded.length;
  // A byte order mark is in the octets only.
  const hasMark = start === 3 && octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf;
  if (start !== 0 && !hasMark) return undefined;
  if (!encoded.every((octet, index) => octets[index + start] === octet)) return undefined;
  const offsets = byteOffsets(text);
  const offsetAt = (position: number) => (offsets[Math.max(0, Math.min(text.length, position))] ?? 0) + start;
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
