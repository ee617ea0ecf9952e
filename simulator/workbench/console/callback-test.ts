import type { CallbackTest } from "../../api/index.ts";
import type { WallTime } from "../../core/scaled-clock.ts";
import type { PlacedReport, WorldRoles } from "../world-roles.ts";
import { dmServerOf, systemIn } from "./sender.ts";

/** Milliseconds on the wall until nothing more is expected; the DM server itself gives up earlier unless its time stands still. */
const PATIENCE = 10_000;

let tests = 0;

/**
 * Has the DM server look whether anybody answers at the callback address of an External System of ours.
 *
 * Rejects with `console-system/unknown`, `role/refused`.
 */
export async function testCallback(roles: WorldRoles, system: string, wall: WallTime): Promise<CallbackTest> {
  const { id: systemId, options } = systemIn(roles, system);
  const { url } = options.callback;
  const server = dmServerOf(roles, systemId);
  if (!server)
    return {
      reached: false,
      text: "No DM server of ours is in this run, and only the DM server can say whether it gets there.",
    };
  const id = `console-${++tests}`;
  let told: (report: PlacedReport | undefined) => void = () => undefined;
  const answer = new Promise<PlacedReport | undefined>((resolve) => {
    told = resolve;
  });
  const dispose = roles.reported.subscribe((placed) => {
    if (placed.report.name.startsWith("endpoint.") && placed.report.data["id"] === id) told(placed);
  });
  const cancel = wall.after(PATIENCE, () => {
    told(undefined);
  });
  try {
    await server.command({ name: "testEndpoint", id, url });
    return inWords(await answer);
  } finally {
    cancel();
    dispose();
  }
}

function inWords(placed: PlacedReport | undefined): CallbackTest {
  if (!placed) return { reached: false, text: "No answer came. Is the run paused?" };
  const { report, cause } = placed;
  const message = cause === undefined ? {} : { message: cause };
  const { status, reason } = report.data;
  if (report.name === "endpoint.answered")
    return { reached: true, text: `answered ${String(status)}`, ...message };
  return { reached: false, text: failures[String(reason)] ?? `no answer (${String(reason)})`, ...message };
}

const failures: Readonly<Record<string, string>> = {
  unreachable: "The DM server finds nobody at this address.",
  refused: "The connection was refused: nobody listens at this port.",
  timeout: "No answer came within 5 seconds.",
  closed: "The connection was closed without an answer.",
  dropped: "The question was dropped on its way.",
  "egress-denied": "This host may not connect to this address; egress.allow in its configuration opens it.",
  "too-large": "An answer came, larger than the host takes.",
};
