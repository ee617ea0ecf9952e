/** Where a command writes: results to stdout, everything else to stderr. */
export interface Output {
  /** The one JSON document of `--json`. */
  json(document: unknown): void;
  /** A line of the result for people. */
  line(text: string): void;
  /** Octets of the result. */
  bytes(octets: Uint8Array): void;
  /** A sentence about what goes on or went wrong. */
  say(text: string): void;
  /** A line that replaces the one before, where somebody watches; nothing elsewhere. */
  progress(text: string): void;
  /** Sets how the process ends. */
  exit(code: number): void;
}

/** The process's own streams. */
export const processOutput: Output = {
  json: (document) => {
    process.stdout.write(`${JSON.stringify(document)}\n`);
  },
  line: (text) => {
    process.stdout.write(`${text}\n`);
  },
  bytes: (octets) => {
    process.stdout.write(octets);
  },
  say: (text) => {
    clearProgress();
    process.stderr.write(`${text}\n`);
  },
  progress: (text) => {
    if (!process.stderr.isTTY) return;
    process.stderr.write(`\r\u001b[K${text}`);
    hasProgress = text !== "";
  },
  exit: (code) => {
    process.exitCode = code;
  },
};

let hasProgress = false;

function clearProgress(): void {
  if (hasProgress) process.stderr.write("\r\u001b[K");
  hasProgress = false;
}
