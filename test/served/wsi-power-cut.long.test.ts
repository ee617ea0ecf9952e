import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  auditAlerts,
  auditOperations,
  auditOrder,
  sortCallbacks,
  stateIn,
  terminalStates,
} from "./support/power-cut/audit.ts";
import { openCutBench, places, type CutBench, type Place } from "./support/power-cut/cut-bench.ts";
import { ALERT_TYPE } from "./support/power-cut/orders.ts";
import { diceOf } from "./support/power-cut/random.ts";
import { callWsi, registerExternalSystem, textOf } from "./support/scripted-soap.ts";
import { notBuilt, type ServedHost } from "./support/served-host.ts";

/*
 * Power cuts between acknowledgement, work and callback. The DM server is a process that is killed again and again; its
 * External System and its devices live in this one and count. DMWSI_CUTS says how often, DMWSI_SEED repeats a run.
 */

const CUTS = Number(process.env["DMWSI_CUTS"] ?? 50);
const SEED = Number(process.env["DMWSI_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
/** Milliseconds until everything that was acknowledged has to be over after the last cut. */
const PATIENCE = 90_000;

/** Registers and subscribes to all alerts; gives the subscription. */
async function begin(bench: CutBench): Promise<string> {
  const host = await bench.start();
  await registerExternalSystem(host, bench.recorder.endpoint.url);
  await bench.recorder.endpoint.next(({ name }) => name === "RegistrationConfirmation");
  const answer = await callWsi(host, "SubscribeAlerts", `<alertType>${ALERT_TYPE}</alertType>`);
  expect(answer.status, answer.text).toBe(200);
  await bench.recorder.endpoint.next(({ name }) => name === "SubscriptionStatus");
  // every device has been here once
  for (const id of bench.devices.ids) await bench.devices.wake(id);
  await new Promise((done) => setTimeout(done, 500));
  await host.kill();
  return textOf(answer.text, "subscriptionId") ?? "";
}

/** Waits until every acknowledged operation is over and nothing comes any more; gives the last answers about each. */
async function comeToRest(bench: CutBench, host: ServedHost): Promise<ReadonlyMap<string, string>> {
  const { book, devices, recorder } = bench;
  const finals = new Map<string, string>();
  const end = Date.now() + PATIENCE;
  recorder.behaveWell();
  let woken = 0;
  let quiet = Date.now();
  let seen = 0;
  while (Date.now() < end) {
    await book.repeatOpen(host);
    if (Date.now() - woken > 2000) {
      for (const id of devices.ids) await devices.wake(id);
      woken = Date.now();
    }
    let open = 0;
    for (const [operationId] of book.operations) {
      if (terminalStates.includes(stateIn(finals.get(operationId) ?? ""))) continue;
      const answer = await book.state(host, operationId);
      finals.set(operationId, answer?.text ?? "");
      if (!terminalStates.includes(stateIn(answer?.text ?? ""))) open++;
    }
    const { length } = recorder.endpoint.received;
    if (open > 0 || devices.waitingAlerts() > 0 || length !== seen) quiet = Date.now();
    seen = length;
    if (Date.now() - quiet > 4000) break;
    await new Promise((done) => setTimeout(done, 250));
  }
  return finals;
}

/** Notes of the journal that tell a failure of the DM server itself. */
function failuresIn(data: string): readonly string[] {
  const journal = new DatabaseSync(join(data, "journal.sqlite"), { readOnly: true });
  const rows = journal
    .prepare("select fields from record where fields like '%role/failed%' or fields like '%wsi-failed%'")
    .all();
  journal.close();
  return rows.map(({ fields }) => String(fields));
}

function integrityOf(data: string): string {
  const store = new DatabaseSync(join(data, "store.sqlite"), { readOnly: true });
  const [row] = store.prepare("pragma integrity_check").all();
  store.close();
  return String(row?.["integrity_check"]);
}

describe.skipIf(notBuilt !== undefined)("after power cuts", () => {
  const timeout = 300_000 + CUTS * 20_000;
  it(
    "4: nothing acknowledged is lost, nothing runs twice that must not, and order holds",
    { timeout },
    async ({ signal }) => {
      const data = mkdtempSync(join(tmpdir(), "dmwsi-wsi-cut-"));
      const bench = await openCutBench(data, diceOf(SEED));
      onTestFinished(async () => {
        await bench.close();
        if (process.env["DMWSI_KEEP"] === undefined) rmSync(data, { recursive: true, force: true });
      });
      const { book, devices, recorder, dice } = bench;
      const subscriptionId = await begin(bench);
      const counts = new Map<Place, number>(places.map((place) => [place, 0]));
      for (let cut = 0; cut < CUTS && !signal.aborted; cut++) {
        const place = dice.pick(places);
        await bench.cut(place);
        counts.set(place, (counts.get(place) ?? 0) + 1);
      }
      const last = await bench.start();
      const finals = await comeToRest(bench, last);
      for (const placed of book.placed
        .filter(({ order, response }) => order.repeatable && response)
        .slice(-40))
        await book.repeat(last, placed);

      const callbacks = sortCallbacks(recorder.endpoint.received);
      const alerts = auditAlerts(subscriptionId, devices.ledger, bench.raised, callbacks);
      const problems = [
        ...book.problems,
        ...callbacks.problems,
        ...auditOperations(book, finals, callbacks, devices.ledger),
        ...auditOrder(book, devices.ledger),
        ...alerts.problems,
      ];
      const states = [...finals.values()].map(stateIn);
      const table = {
        seed: SEED,
        ...Object.fromEntries([...counts].map(([place, count]) => [`cut at ${place}`, count])),
        "orders sent": book.placed.length,
        "requests left unanswered by a cut": book.unanswered,
        "operations acknowledged": book.operations.size,
        ...Object.fromEntries(
          terminalStates.map((state) => [
            `operations ${state}`,
            states.filter((each) => each === state).length,
          ]),
        ),
        "operations not over": states.filter((each) => !terminalStates.includes(each)).length,
        "devices unknown after a cut": [...finals.values()].filter((text) => />unknown</.test(text)).length,
        "repeated requests, same response": book.compared,
        "commands carried out by devices": devices.ledger.executions.length,
        "callbacks received": callbacks.received,
        "callbacks received again": callbacks.received - callbacks.distinct.length,
        "alerts raised": bench.raised.length,
        "alerts answered with 200": devices.ledger.acknowledged.length,
        "alerts delivered": alerts.forwarded,
        problems: problems.length,
      };
      const lines = Object.entries(table).map(([name, count]) => `${name.padEnd(36)}${count}`);
      process.stdout.write(`${lines.join("\n")}\n`);
      expect(problems).toEqual([]);
      expect(bench.complaints).toEqual([]);
      expect(failuresIn(data)).toEqual([]);
      expect(integrityOf(data)).toBe("ok");
      expect(book.operations.size).toBeGreaterThan(CUTS);
    },
  );
});
