/** Source of randomness. Seeded in a run, so that a run can be repeated; unpredictable in a served host. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(limit: number): number;
  /** Random octets. */
  bytes(length: number): Uint8Array;
  /** An independent source, the same for the same label: parts of a run do not disturb each other's sequence. */
  fork(label: string): Random;
}

/** A source that repeats for the same seed (sfc32). Not for secrets of a served host. */
export function seededRandom(seed: number | string): Random {
  let [a, b, c, d] = spread(String(seed));
  const step = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let round = 0; round < 12; round++) step();
  return {
    next: () => step() / 0x1_0000_0000,
    below: (limit) => Math.floor((step() / 0x1_0000_0000) * limit),
    bytes: (length) => Uint8Array.from({ length }, () => step() & 0xff),
    fork: (label) => seededRandom(`${seed}/${label}`),
  };
}

function spread(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    words[0] = Math.imul(words[0] ^ code, 0x85ebca6b);
    words[1] = Math.imul(words[1] ^ words[0] ^ (code << 7), 0xc2b2ae35);
    words[2] = Math.imul(words[2] ^ words[1], 0x27d4eb2f);
  }
  return words;
}
