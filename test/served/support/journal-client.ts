import { once } from "node:events";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../../simulator/api/contract.ts";
import type { JournalRow } from "../../../simulator/api/index.ts";
import type { ServedHost } from "./served-host.ts";

/** The API as the page uses it, and the journal of the live world as the page shows it. */
export interface JournalClient {
  readonly api: ContractRouterClient<Contract>;
  /** Sequence number of the newest record. */
  last(): Promise<number>;
  /** Rows after a record, until `until` is content with them or three seconds are over. */
  rowsAfter(after: number, until?: (rows: readonly JournalRow[]) => boolean): Promise<readonly JournalRow[]>;
  close(): void;
}

/** Connects to the API with the token of the page's address. */
export async function openJournal({ ready }: ServedHost): Promise<JournalClient> {
  const page = new URL(ready.ui);
  // Node's WebSocket takes headers, of which the type that it shares with browsers knows nothing.
  const options = { headers: { origin: page.origin } };
  const socket = Reflect.construct(globalThis.WebSocket, [`ws://${page.host}/api`, options]) as WebSocket;
  await once(socket, "open");
  socket.send(page.hash.replace("#token=", ""));
  await once(socket, "message");
  const api: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }));
  const read = async (after: number): Promise<readonly JournalRow[]> => {
    const rows: JournalRow[] = [];
    for (let cursor = after; ;) {
      const page = await api.journal.read({ run: "live", after: cursor, limit: 5000 });
      rows.push(...page.rows);
      if (page.rows.length === 0 || page.next <= cursor) return rows;
      cursor = page.next;
    }
  };
  let newest = 0;
  return {
    api,
    last: async () => {
      newest = (await read(newest)).at(-1)?.seq ?? newest;
      return newest;
    },
    rowsAfter: async (after, until) => {
      const end = Date.now() + 3000;
      for (;;) {
        const rows = await read(after);
        if (!until || until(rows) || Date.now() > end) return rows;
        await new Promise((next) => setTimeout(next, 20));
      }
    },
    close: () => {
      socket.close();
    },
  };
}
