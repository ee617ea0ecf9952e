import { sql } from "kysely";
import { WorkbenchError } from "../core/error.ts";
import { fromForm, headerFromJson, toForm, type RecordFields } from "../journal/record-form.ts";
import { JOURNAL_VERSION, type JournalRecord, type RunHeader } from "../journal/record.ts";
import { upgraderFrom, type Upgrader } from "../journal/versions/upgrade.ts";
import { Database, queryBuilder, type OpenDatabaseOptions, type Row } from "./database.ts";

interface Tables {
  /** Runs in the order of their start. */
  run: { number: number; header: string };
  /** `id` is run × 2^32 + seq: one key, rows in the order of the run. `fields` is JSON, the octets lie beside it. */
  record: { id: number; fields: string; body: Uint8Array | null; original_body: Uint8Array | null };
}

const query = queryBuilder<Tables>();
const RUN_STEP = 2 ** 32;

/** A run that is in a file. */
export interface StoredRun {
  readonly number: number;
  readonly header: RunHeader;
}

/** A file of recorded runs (SQLite). */
export class JournalFile {
  readonly #database: Database;
  readonly #insert;
  readonly #select;
  readonly #upgrades = new Map<number, Upgrader>();

  /**
   * Opens the file, and creates it where there is none.
   *
   * @throws WorkbenchError `journal/version-unknown` for a file of a newer program, `store/…` as the database does
   */
  constructor(file: string, options: OpenDatabaseOptions = { durability: "checkpoint", patience: 1000 }) {
    this.#database = new Database(file, options);
    try {
      this.#createTables();
    } catch (error) {
      this.#database.close();
      throw error;
    }
    this.#insert = this.#database.prepare(
      query.insertInto("record").values({ id: 0, fields: "", body: null, original_body: null }),
    );
    this.#select = this.#database.prepare(
      query
        .selectFrom("record")
        .select(["fields", "body", "original_body"])
        .where("id", ">", 0)
        .where("id", "<", 0)
        .orderBy("id")
        .limit(0),
    );
  }

  /** Adds a run and gives its number. */
  addRun(header: RunHeader): number {
    const number = (this.runs().at(-1)?.number ?? 0) + 1;
    this.#database.execute(query.insertInto("run").values({ number, header: JSON.stringify(header) }));
    this.#upgrades.set(number, upgraderFrom(header.journalVersion));
    return number;
  }

  /** The runs in this file, in the order of their start. */
  runs(): readonly StoredRun[] {
    const rows = this.#database.rows(
      this.#database.prepare(query.selectFrom("run").select(["number", "header"]).orderBy("number")),
    );
    return rows.map((row) => {
      const header = headerFromJson(JSON.parse(String(row["header"])));
      if ("problem" in header) throw this.#damaged(header.problem);
      return { number: Number(row["number"]), header };
    });
  }

  /** Writes records of a run: all of them or none. */
  write(run: number, records: readonly JournalRecord[]): void {
    this.#database.transaction(() => {
      for (const record of records) {
        const { fields, body, originalBody } = toForm(record);
        this.#database.run(
          this.#insert,
          run * RUN_STEP + record.seq,
          JSON.stringify(fields),
          body ?? null,
          originalBody ?? null,
        );
      }
    });
  }

  /** Records of a run with `seq > after`, at most `limit`, in order. */
  read(run: number, after: number, limit: number): readonly JournalRecord[] {
    const first = run * RUN_STEP;
    const upgrade = this.#upgradeOf(run);
    return this.#database
      .rows(this.#select, first + after, first + RUN_STEP, limit)
      .map((row) => this.#recordOf(row, upgrade));
  }

  close(): void {
    this.#database.close();
  }

  #createTables(): void {
    const { version } = this.#database;
    if (version > 0) {
      upgraderFrom(version);
      return;
    }
    this.#database.transaction(() => {
      this.#database.execute(
        query.schema
          .createTable("run")
          .addColumn("number", "integer", (column) => column.primaryKey())
          .addColumn("header", "text", (column) => column.notNull()),
      );
      this.#database.execute(
        query.schema
          .createTable("record")
          .addColumn("id", "integer", (column) => column.primaryKey())
          .addColumn("fields", "text", (column) => column.notNull())
          .addColumn("body", sql`blob`)
          .addColumn("original_body", sql`blob`),
      );
      this.#database.version = JOURNAL_VERSION;
    });
  }

  #upgradeOf(run: number): Upgrader {
    const known = this.#upgrades.get(run);
    if (known) return known;
    for (const { number, header } of this.runs())
      this.#upgrades.set(number, upgraderFrom(header.journalVersion));
    return this.#upgrades.get(run) ?? ((fields) => fields);
  }

  #recordOf(row: Row, upgrade: Upgrader): JournalRecord {
    const fields = JSON.parse(String(row["fields"])) as RecordFields;
    const record = fromForm({
      fields: upgrade(fields),
      body: octetsOf(row["body"]),
      originalBody: octetsOf(row["original_body"]),
    });
    if ("problem" in record) throw this.#damaged(record.problem);
    return record;
  }

  #damaged(problem: string): WorkbenchError {
    return new WorkbenchError("store/unreadable", `${this.#database.file} is damaged: ${problem}.`);
  }
}

function octetsOf(value: Row[string] | undefined): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined;
}
