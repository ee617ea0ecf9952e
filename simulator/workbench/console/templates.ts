import { ConsoleTemplate, type Draft } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { StoreSnapshot, StoreWrite } from "../../wire/role.ts";
import { createMemoryStore } from "../memory-store.ts";

/** Where the workbench keeps what people made in it; durable when the host has a data folder. */
export interface KeptRecords {
  readonly snapshot: StoreSnapshot;
  commit(writes: readonly StoreWrite[], done: (failure?: { readonly message: string }) => void): void;
}

/** Requests that are kept under a name. */
export interface Templates {
  /** By name. */
  list(): ConsoleTemplate[];
  /** Throws `console/name`; rejects with `console-store/refused`. */
  save(
    template: Omit<ConsoleTemplate, "id"> & { readonly id?: string | undefined },
  ): Promise<ConsoleTemplate>;
  /** Rejects with `console-template/unknown` or `console-store/refused`. */
  remove(id: string): Promise<void>;
}

const COLLECTION = "console-template";
/** Templates that are kept. */
const MOST = 500;

/** Records in memory, for a workbench without a host's store. */
export function recordsInMemory(): KeptRecords {
  const store = createMemoryStore();
  return {
    snapshot: store,
    commit: (writes, done) =>
      store.commit(writes, (failure) => {
        if (failure === undefined) done();
        else done({ message: failure });
      }),
  };
}

/** Creates the templates on what is kept. A record that is none any more is left alone and not shown. */
export function createTemplates(records: KeptRecords, newId: () => string): Templates {
  const templates = new Map<string, ConsoleTemplate>();
  for (const [id, value] of records.snapshot.entries(COLLECTION)) {
    const read = ConsoleTemplate.safeParse(value);
    if (read.success) templates.set(id, read.data);
  }
  const commit = (key: string, value: ConsoleTemplate | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      records.commit(
        [{ collection: COLLECTION, key, ...(value === undefined ? {} : { value }) }],
        (failure) => {
          if (failure)
            reject(new WorkbenchError("console-store/refused", `It was not kept: ${failure.message}`, {}));
          else resolve();
        },
      );
    });
  return {
    list: () => [...templates.values()].toSorted((one, other) => one.name.localeCompare(other.name)),
    save: async (given) => {
      const name = given.name.trim();
      if (name === "") throw new WorkbenchError("console/name", "A template needs a name", {});
      const same = [...templates.values()].find((other) => other.name === name && other.id !== given.id);
      if (same) throw new WorkbenchError("console/name", `There is a template “${name}” already`, {});
      if (given.id === undefined && templates.size >= MOST)
        throw new WorkbenchError("console/full", `At most ${MOST} templates are kept; remove one first`, {});
      const template: ConsoleTemplate = withoutPasswords({ ...given, name, id: given.id ?? newId() });
      await commit(template.id, template);
      templates.set(template.id, template);
      return template;
    },
    remove: async (id) => {
      if (!templates.has(id))
        throw new WorkbenchError("console-template/unknown", "This template was removed before", { id });
      await commit(id, undefined);
      templates.delete(id);
    },
  };
}

/** A template holds no password: neither one that was typed to send with, nor one inside the request. */
function withoutPasswords(template: ConsoleTemplate): ConsoleTemplate {
  const { sending, draft, envelope } = template;
  const { password: _, ...credentials } = sending.credentials;
  return {
    ...template,
    sending: { ...sending, credentials },
    ...(draft === undefined ? {} : { draft: emptied(draft) }),
    ...(envelope === undefined
      ? {}
      : { envelope: envelope.replaceAll(/(<(?:\w+:)?[Pp]assword\b[^>]*>)[^<]*/g, "$1") }),
  };
}

function emptied(draft: Draft): Draft {
  if (draft.name === "password") return { ...draft, text: "" };
  return draft.children === undefined ? draft : { ...draft, children: draft.children.map(emptied) };
}
