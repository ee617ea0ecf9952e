/**
 * Tells the person one thing. Always on standard error: the standard output of a command belongs to its
 * result (`dmwsi run --json` prints one JSON document there and nothing else).
 *
 * @param {string} sentence
 */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** An obstacle that the person has to remove; its message says how. Shown without a stack. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}
