import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { alertsIn, auditRecipient, auditRetrieved } from "./support/alert-cuts/alert-audit.ts";
import { openAlertBench, places, subscribe, type AlertBench } from "./support/alert-cuts/alert-bench.ts";
import type { Recipient } from "./support/alert-cuts/recipient.ts";
import { diceOf } from "./support/power-cut/random.ts";
import { callWsi, textOf } from "./support/scripted-soap.ts";
import { notBuilt, type ServedHost } from "./support/served-host.ts";

/*
 * Power cuts between an alert and its delivery. The DM server is a process that is killed at every place in turn; its two
 * External Systems and its devices live in this one and count. DMWSI_CUTS says how often, DMWSI_SEED repeats a run.
 */

const CUTS = Number(process.env["DMWSI_CUTS"] ?? 54);
const SEED = Number(process.env["DMWSI_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
/** Milliseconds until everything has to be delivered after the last cut. */
const PATIENCE = 90_000;
const PAGE = 100;

/** Waits until no device has anything to tell and nothing comes any more. */
async function comeToRest({ devices, recipients }: AlertBench): Promise<void> {
  const end = Date.now() + PATIENCE;
  let quiet = Date.now();
  let woken = 0;
  let seen = -1;
  while (Date.now() < end && Date.now() - quiet < 4000) {
    if (devices.waitingAlerts() > 0 && Date.now() - woken > 2000) {
      for (const id of devices.ids) await devices.wake(id);
      woken = Date.now();
    }
    const count = recipients[0].attempts.length + recipients[1].attempts.length;
    if (devices.waitingAlerts() > 0 || count !== seen) quiet = Date.now();
    seen = count;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** Every stored alert, page by page, as the External System gets it. */
async function retrieveAll(
  host: ServedHost,
  { endpoint }: Recipient,
  headers: Readonly<Record<string, string>>,
): Promise<ReturnType<typeof alertsIn>> {
  const all: ReturnType<typeof alertsIn>[number][] = [];
  for (let start: string | undefined = "0"; start !== undefined;) {
    const page = `<filter/><startIndex>${start}</startIndex><maxResults>${PAGE}</maxResults>`;
    const answer = await callWsi(host, "RetrieveAlerts", page, headers);
    expect(answer.status, answer.text).toBe(200);
    const id = textOf(answer.text, "operationId");
    const delivery = await endpoint.next(
      ({ name, operationId }) => name === "DiagnosticsDelivery" && operationId === id,
    );
    all.push(...alertsIn(delivery.text));
    start = textOf(delivery.text, "nextIndex");
  }
  return all;
}

describe.skipIf(notBuilt !== undefined)("after power cuts between an alert and its delivery", () => {
  it(
    "F3.9 F3.10 no alert is lost, each stream is in order, and what comes again can be known again",
    { timeout: 300_000 + CUTS * 20_000 },
    async ({ signal }) => {
      const data = mkdtempSync(join(tmpdir(), "dmwsi-alert-cut-"));
      const bench = await openAlertBench(data, diceOf(SEED));
      onTestFinished(async () => {
        await bench.close();
        rmSync(data, { recursive: true, force: true });
      });
      const { devices, recipients, headers, raised } = bench;
      const begun = await bench.start();
      const subscriptions = [
        await subscribe(begun, recipients[0], headers[0], 2),
        await subscribe(begun, recipients[1], headers[1], 1),
      ] as const;
      const rows: string[] = [];
      const totals = new Map(places.map((place) => [place, { cuts: 0, told: 0, came: 0 }]));
      await begun.kill();
      const alerts = (): number =>
        recipients.reduce(
          (sum, { attempts }) =>
            sum + attempts.filter(({ callback }) => callback.name === "AlertNotification").length,
          0,
        );
      for (let cut = 0; cut < CUTS && !signal.aborted; cut++) {
        const place = places[cut % places.length] ?? places[0];
        const before = { told: devices.ledger.acknowledged.length, came: alerts() };
        await bench.cut(place);
        const total = totals.get(place);
        if (!total) continue;
        total.cuts++;
        total.told += devices.ledger.acknowledged.length - before.told;
        total.came += alerts() - before.came;
      }
      for (const recipient of recipients) recipient.behave("well");
      const last = await bench.start();
      await comeToRest(bench);
      const facts = { ledger: devices.ledger, ran: bench.ran, raised };
      const audits = recipients.map(({ attempts }, index) =>
        auditRecipient(attempts, subscriptions[index] ?? [], facts),
      );
      const retrieved = [
        await retrieveAll(last, recipients[0], headers[0]),
        await retrieveAll(last, recipients[1], headers[1]),
      ];
      const problems = [
        ...audits.flatMap((audit) => audit.problems),
        ...retrieved.flatMap((each, index) => auditRetrieved(each, recipients[index]?.attempts ?? [])),
      ];
      rows.push(`seed ${SEED}`, `${"killed".padEnd(24)}times  answered 200  callbacks`);
      for (const [place, { cuts, told, came }] of totals)
        rows.push(
          `${place.padEnd(24)}${String(cuts).padStart(5)}${String(told).padStart(14)}${String(came).padStart(11)}`,
        );
      rows.push(
        `alerts raised ${raised.length}, answered 200 ${devices.ledger.acknowledged.length}, in messages without an answer ${devices.ledger.unanswered.filter(({ at }) => bench.ran(at)).length}`,
        `stored twice (the device had no answer) ${audits[0]?.storedTwice ?? 0}, callbacks that came again ${audits.map(({ again }) => again).join(" and ")}`,
        `retrieved ${retrieved.map(({ length }) => length).join(" and ")}, problems ${problems.length}`,
      );
      process.stdout.write(`${rows.join("\n")}\n`);
      expect(problems).toEqual([]);
      expect(bench.complaints).toEqual([]);
      expect(devices.waitingAlerts()).toBe(0);
      expect(devices.ledger.acknowledged.length).toBeGreaterThan(CUTS);
    },
  );
});
