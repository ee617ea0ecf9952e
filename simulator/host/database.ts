import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import { errorText, WorkbenchError } from "../core/error.ts";

/** How soon a commit must survive a power cut: at once, or with the next checkpoint. */
export type Durability = "every-commit" | "checkpoint";

export interface OpenDatabaseOptions {
  readonly durability: Durability;
  /** Milliseconds to wait for another process's lock before giving up. */
  readonly patience?: number;
}

/** The part of a query of Kysely that is needed to run it with `node:sqlite`. */
interface Compilable {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] };
}

/** Values of a row in the order of the query's parameters. */
export type Parameters = readonly SQLInputValue[];

/** A row as the database gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * A builder for queries that are compiled and then run elsewhere. What it can build is what SQLite and PostgreSQL share,
 * as far as our queries go.
 */
export function queryBuilder<Tables>(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** One open database file. Every failure of it is a WorkbenchError of the area `store/`. */
export class Database {
  readonly file: string;
  readonly #connection: DatabaseSync;
  #isOpen = true;

  /**
   * Opens the file, and creates it, readable by its owner alone, where there is none.
   *
   * @throws WorkbenchError `store/locked`, `store/unreadable`, `store/full`
   */
  constructor(file: string, { durability, patience = 0 }: OpenDatabaseOptions) {
    this.file = file;
    try {
      closeSync(openSync(file, "a", 0o600));
      this.#connection = new DatabaseSync(file, { timeout: patience });
      this.#connection.exec("PRAGMA page_size = 16384");
      this.#connection.exec("PRAGMA journal_mode = WAL");
      this.#connection.exec(`PRAGMA synchronous = ${durability === "every-commit" ? "FULL" : "NORMAL"}`);
    } catch (error) {
      throw databaseError(file, error);
    }
  }

  /** Compiles a query once, to be run often with other parameters, in the order in which they stand in the query. */
  prepare(query: Compilable): StatementSync {
    return this.#attempt(() => this.#connection.prepare(query.compile().sql));
  }

  /** Runs a statement that gives no rows. */
  execute(query: Compilable): void {
    const { sql, parameters } = query.compile();
    this.#attempt(() => this.#connection.prepare(sql).run(...(parameters as Parameters)));
  }

  /** Runs a prepared statement. */
  run(statement: StatementSync, ...parameters: Parameters): void {
    this.#attempt(() => statement.run(...parameters));
  }

  /** All rows of a prepared query. */
  rows(statement: StatementSync, ...parameters: Parameters): readonly Row[] {
    return this.#attempt(() => statement.all(...parameters));
  }

  /** Does all of it or none. */
  transaction(work: () => void): void {
    this.#attempt(() => this.#connection.exec("BEGIN IMMEDIATE"));
    try {
      work();
      this.#attempt(() => this.#connection.exec("COMMIT"));
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Version of the tables in this file; 0 when it has none yet. */
  get version(): number {
    const [row] = this.#attempt(() => this.#connection.prepare("PRAGMA user_version").all());
    return Number(row?.["user_version"] ?? 0);
  }

  set version(version: number) {
    this.#attempt(() => this.#connection.exec(`PRAGMA user_version = ${Math.trunc(version)}`));
  }

  /** Closes the file; what was committed is kept. Closing again does nothing. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#connection.close();
  }

  #rollBack(): void {
    // A full disk ends the transaction by itself.
    if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw databaseError(this.file, error);
    }
  }
}

/** SQLite's primary result codes that a person can do something about. */
const resultCodes: Readonly<Record<number, readonly [code: string, text: string]>> = {
  5: ["store/locked", "is in use by another process"],
  6: ["store/locked", "is in use by another process"],
  8: ["store/unreadable", "cannot be written"],
  10: ["store/failed", "could not be written (input or output error)"],
  11: ["store/unreadable", "is damaged"],
  13: ["store/full", "could not be written: the disk is full"],
  14: ["store/unreadable", "cannot be opened"],
  26: ["store/unreadable", "is not a file of this program"],
};

function databaseError(file: string, error: unknown): WorkbenchError {
  if (error instanceof WorkbenchError) return error;
  const result =
    typeof error === "object" && error !== null && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  const [code, text] = resultCodes[result] ?? ["store/failed", `could not be used: ${errorText(error)}`];
  return new WorkbenchError(code, `${file} ${text}.`, { file }, error);
}
