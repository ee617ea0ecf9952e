/** A file or a folder in an asar archive's table. */
interface AsarEntry {
  readonly files?: Readonly<Record<string, AsarEntry>>;
  readonly size?: number;
  readonly offset?: string;
}

const HEADER_START = 16;

/**
 * Reads an asar archive: a table of files as JSON behind four lengths, then the files' bytes.
 *
 * @returns path to text, with forward slashes
 */
export function readAsar(archive: Buffer): Map<string, string> {
  const tableLength = archive.readUInt32LE(12);
  const filesStart = 8 + archive.readUInt32LE(4);
  const table = archive.toString("utf8", HEADER_START, HEADER_START + tableLength);
  const files = new Map<string, string>();
  collect(JSON.parse(table) as AsarEntry, "", (path, size, offset) => {
    files.set(path, archive.toString("utf8", filesStart + offset, filesStart + offset + size));
  });
  return files;
}

/** An archive with nothing in it. */
export function emptyAsar(): Buffer {
  const table = '{"files":{}}';
  const padded = Buffer.alloc(Math.ceil(table.length / 4) * 4);
  padded.write(table);
  const lengths = Buffer.alloc(HEADER_START);
  lengths.writeUInt32LE(4, 0);
  lengths.writeUInt32LE(padded.length + 8, 4);
  lengths.writeUInt32LE(padded.length + 4, 8);
  lengths.writeUInt32LE(table.length, 12);
  return Buffer.concat([lengths, padded]);
}

function collect(
  entry: AsarEntry,
  path: string,
  found: (path: string, size: number, offset: number) => void,
): void {
  for (const [name, child] of Object.entries(entry.files ?? {})) {
    const childPath = path === "" ? name : `${path}/${name}`;
    if (child.files !== undefined) collect(child, childPath, found);
    else found(childPath, child.size ?? 0, Number(child.offset ?? "0"));
  }
}
