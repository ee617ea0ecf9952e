import { sql } from "kysely";
import { isWorkbenchError, type WorkbenchError } from "../core/error.ts";
import type { StoreSnapshot, StoreWrite } from "../wire/role.ts";
import { Database, queryBuilder } from "./database.ts";

/** The durable store of one role. */
export interface RoleStore {
  /** All that was committed. */
  readonly snapshot: StoreSnapshot;
  /** Commits all writes or none; `done` is called once they are where they are kept, or with the reason why not. */
  commit(writes: readonly StoreWrite[], done: (error?: WorkbenchError) => void): void;
}

/** Stores of roles; each role has its own, by name. */
export interface RecordStore {
  /** True when what is committed survives the process. */
  readonly durable: boolean;
  of(role: string): RoleStore;
  /** Commits what waits, then closes. */
  close(): void;
}

/** Values are kept as JSON in memory too, so that what a role reads back never shares objects with what it wrote. */
export function createMemoryStore(): RecordStore {
  const roles = new Map<string, RoleStore>();
  return {
    durable: false,
    of: (role) => {
      let store = roles.get(role);
      if (!store) roles.set(role, (store = createMemoryRoleStore()));
      return store;
    },
    close: () => {
      roles.clear();
    },
  };
}

function createMemoryRoleStore(): RoleStore {
  const collections = new Map<string, Map<string, string>>();
  return {
    snapshot: {
      *entries(collection) {
        for (const [key, value] of collections.get(collection) ?? []) yield [key, JSON.parse(value)];
      },
    },
    commit: (writes, done) => {
      for (const { collection, key, value } of writes) {
        let entries = collections.get(collection);
        if (!entries) collections.set(collection, (entries = new Map<string, string>()));
        if (value === undefined) entries.delete(key);
        else entries.set(key, JSON.stringify(value));
      }
      done();
    },
  };
}

interface Tables {
  /** `value` is JSON. */
  entry: { role: string; collection: string; key: string; value: string };
}

const query = queryBuilder<Tables>();
const STORE_VERSION = 1;

export interface RecordStoreOptions {
  /** Told when commits begin to fail; again only after one has succeeded in between. */
  readonly onTrouble?: ((error: WorkbenchError) => void) | undefined;
}

interface WaitingCommit {
  readonly role: string;
  readonly writes: readonly StoreWrite[];
  readonly done: (error?: WorkbenchError) => void;
}

/**
 * Opens the store in a file. Commits that arrive in the same turn of the event loop are written with one flush of the
 * disk; when that fails each is tried by itself, so that one refusal is not another's.
 *
 * @throws WorkbenchError `store/…`
 */
export function openRecordStore(file: string, { onTrouble }: RecordStoreOptions = {}): RecordStore {
  const database = new Database(file, { durability: "every-commit", patience: 1000 });
  createTables(database);
  const put = database.prepare(
    query
      .insertInto("entry")
      .values({ role: "", collection: "", key: "", value: "" })
      .onConflict((conflict) =>
        conflict
          .columns(["role", "collection", "key"])
          .doUpdateSet((row) => ({ value: row.ref("excluded.value") })),
      ),
  );
  const remove = database.prepare(
    query.deleteFrom("entry").where("role", "=", "").where("collection", "=", "").where("key", "=", ""),
  );
  const select = database.prepare(
    query
      .selectFrom("entry")
      .select(["key", "value"])
      .where("role", "=", "")
      .where("collection", "=", "")
      // as they were first put: what was taken up in order goes on in order
      .orderBy(sql`rowid`),
  );
  let waiting: WaitingCommit[] = [];
  let inTrouble = false;

  const apply = ({ role, writes }: WaitingCommit): void => {
    for (const { collection, key, value } of writes)
      if (value === undefined) database.run(remove, role, collection, key);
      else database.run(put, role, collection, key, JSON.stringify(value));
  };

  const attempt = (commits: readonly WaitingCommit[]): WorkbenchError | undefined => {
    try {
      database.transaction(() => {
        for (const commit of commits) apply(commit);
      });
      return undefined;
    } catch (error) {
      if (!isWorkbenchError(error)) throw error;
      return error;
    }
  };

  const writeAll = (): void => {
    const commits = waiting;
    waiting = [];
    if (commits.length === 0) return;
    const isGroupKept = commits.length > 1 && attempt(commits) === undefined;
    for (const commit of commits) {
      const error = isGroupKept ? undefined : attempt([commit]);
      if (error && !inTrouble) onTrouble?.(error);
      inTrouble = error !== undefined;
      if (error) commit.done(error);
      else commit.done();
    }
  };

  return {
    durable: true,
    of: (role) => ({
      snapshot: {
        *entries(collection) {
          for (const row of database.rows(select, role, collection))
            yield [String(row["key"]), JSON.parse(String(row["value"]))];
        },
      },
      commit: (writes, done) => {
        if (waiting.push({ role, writes, done }) === 1) setImmediate(writeAll);
      },
    }),
    close: () => {
      writeAll();
      database.close();
    },
  };
}

function createTables(database: Database): void {
  if (database.version >= STORE_VERSION) return;
  database.transaction(() => {
    database.execute(
      query.schema
        .createTable("entry")
        .addColumn("role", "text", (column) => column.notNull())
        .addColumn("collection", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("entry_key", ["role", "collection", "key"]),
    );
    database.version = STORE_VERSION;
  });
}
