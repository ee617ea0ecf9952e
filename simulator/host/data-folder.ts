import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { errorText, WorkbenchError } from "../core/error.ts";

/** The folder that `--data` names. One process at a time has it. */
export interface DataFolder {
  readonly folder: string;
  /** The journal of the live world. */
  readonly journalFile: string;
  /** The store of all roles. */
  readonly storeFile: string;
  /** 32 octets that seal what must be reversible; they are in a file of their own and leave it in no export. */
  readonly key: Uint8Array;
  /** Gives the folder back. */
  release(): void;
}

const KEY_LENGTH = 32;

/**
 * Takes a folder for this process, and creates it with a new key where there is none. The lock ends with the process,
 * however it ends.
 *
 * @throws WorkbenchError `store/locked` when another process has it, `store/unreadable` when it cannot be used
 */
export function takeDataFolder(folder: string): DataFolder {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new WorkbenchError(
      "store/unreadable",
      `${folder} cannot be created: ${errorText(error)}.`,
      { folder },
      error,
    );
  }
  const lock = takeLock(folder);
  try {
    return {
      folder,
      journalFile: join(folder, "journal.sqlite"),
      storeFile: join(folder, "store.sqlite"),
      key: readKey(join(folder, "key")),
      release: () => {
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** An exclusive lock of SQLite on a file of its own: the system takes it back when the process dies. */
function takeLock(folder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
    lock.exec("PRAGMA locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock?.close();
    const isLocked = typeof error === "object" && error !== null && "errcode" in error && error.errcode === 5;
    throw isLocked
      ? new WorkbenchError("store/locked", `${folder} is in use by another process.`, { folder }, error)
      : new WorkbenchError(
          "store/unreadable",
          `${folder} cannot be used: ${errorText(error)}.`,
          { folder },
          error,
        );
  }
}

function readKey(file: string): Uint8Array {
  try {
    writeFileSync(file, randomBytes(KEY_LENGTH).toString("base64"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST"))
      throw new WorkbenchError(
        "store/unreadable",
        `${file} cannot be written: ${errorText(error)}.`,
        { file },
        error,
      );
  }
  chmodSync(file, 0o600);
  const key = Buffer.from(readFileSync(file, "utf8"), "base64");
  if (key.length !== KEY_LENGTH)
    throw new WorkbenchError("store/unreadable", `${file} does not hold a key of ${KEY_LENGTH} octets.`, {
      file,
    });
  return key;
}
