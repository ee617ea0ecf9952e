import { createServer } from "node:http";
import { jobView } from "../simulator/workbench/operations/job.ts";
import { operationsPage } from "../simulator/workbench/operations/list.ts";
import { operationIn } from "../simulator/workbench/operations/place.ts";
import { createWorldRoles } from "../simulator/workbench/world-roles.ts";
import { accountOf } from "./dm-accounts.ts";
import { openDmServer } from "./whole-dm-server.ts";
import { serveWorker } from "./worker.ts";

/** Where the bulk server's addresses are. */
export interface BulkServer {
  readonly origin: string;
  /** `/operations` and `/job?ID`: what the page asks for while it shows them, as JSON. */
  readonly screen: string;
}

/* Worker: a whole DM server, and what its screens ask. Arguments: the number of devices, the push gateway's address. */
const [devices = "1", gateway = ""] = process.argv.slice(2);
const { role, edge, origin, date } = await openDmServer({
  systems: ["bench"],
  devices: Array.from({ length: Number(devices) }, (_, index) => accountOf(index)),
  pushAddress: (deviceId) => `${gateway}${encodeURIComponent(deviceId)}`,
});
const roles = createWorldRoles((task) => {
  queueMicrotask(task);
});
roles.addDmServer(role, edge);

const screen = createServer((request, response) => {
  const { pathname, search } = new URL(request.url ?? "/", "http://screen");
  const view =
    pathname === "/operations"
      ? operationsPage(roles, date(), { text: "", skip: 0, limit: 100 })
      : jobView(roles, operationIn(roles, search.slice(1)), { date: date(), memory: undefined });
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(view));
});
screen.listen(0, "127.0.0.1", () => {
  const address = screen.address();
  const port = typeof address === "object" ? address?.port : 0;
  serveWorker({ origin, screen: `http://127.0.0.1:${port}` } satisfies BulkServer, undefined, {
    /** State and totals of the latest operation. */
    latest: () => operationsPage(roles, date(), { text: "SubmitBulkOperation", skip: 0, limit: 1 }).lines[0],
  });
});
