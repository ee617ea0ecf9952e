import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "./support/power-cut/ports.ts";
import { diceOf, type Dice } from "./support/power-cut/random.ts";
import { textOf } from "./support/scripted-soap.ts";
import { callUddi, tokenOf, valuesOf } from "./support/scripted-uddi.ts";
import { configOf, notBuilt, serveHost, type ServedHost } from "./support/served-host.ts";

/*
 * Power cuts of the registry while publishers save and delete. What was answered is there afterwards with the same keys;
 * what was not answered is whole or not there. DMWSI_CUTS says how often, DMWSI_SEED repeats a run.
 */

const CUTS = Number(process.env["DMWSI_CUTS"] ?? 24);
const SEED = Number(process.env["DMWSI_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const PUBLISHERS = 3;

/** A business as its publisher knows it. */
interface Entry {
  key: string;
  /** Name that was answered; undefined when its deletion was. */
  name: string | undefined;
  /** What a cut left without an answer: another name, or its deletion. */
  open: { readonly name: string | undefined } | undefined;
}

/** Saves and deletes until the process is gone; `onAnswer` after every answer. */
async function publish(
  host: ServedHost,
  entries: Entry[],
  dice: Dice,
  nextName: () => string,
  onAnswer: () => void,
): Promise<void> {
  const token = await tokenOf(host);
  const mine: Entry[] = [];
  for (;;) {
    const known = dice.next() < 0.5 ? mine[dice.between(0, mine.length - 1)] : undefined;
    const deletes = known?.name !== undefined && dice.next() < 0.4;
    if (known && known.name === undefined) continue;
    const name = nextName();
    const key = known?.key ?? "";
    if (known) known.open = { name: deletes ? undefined : name };
    const answer = deletes
      ? await callUddi(
          host,
          "publish",
          "delete_business",
          `<authInfo>${token}</authInfo><businessKey>${key}</businessKey>`,
        )
      : await callUddi(
          host,
          "publish",
          "save_business",
          `<authInfo>${token}</authInfo><businessEntity businessKey="${key}"><name>${name}</name><businessServices><businessService serviceKey="" businessKey=""><name>service of ${name}</name></businessService></businessServices></businessEntity>`,
        );
    if (answer.errCode !== undefined && answer.errCode !== "E_success") throw new Error(answer.text);
    onAnswer();
    if (known) {
      known.name = deletes ? undefined : name;
      known.open = undefined;
      continue;
    }
    const [assigned = ""] = valuesOf(answer.text, "businessKey").filter((value) => value !== "");
    const entry: Entry = { key: assigned, name, open: undefined };
    mine.push(entry);
    entries.push(entry);
  }
}

/** Holds what the registry has against what was answered, and settles what was open. */
async function check(host: ServedHost, entries: readonly Entry[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const entry of entries) {
    const { key, name, open } = entry;
    const answer = await callUddi(host, "inquiry", "get_businessDetail", `<businessKey>${key}</businessKey>`);
    const found = answer.errCode === "E_invalidKeyPassed" ? undefined : textOf(answer.text, "name");
    if (found !== name && !(open && found === open.name))
      problems.push(`${key} is ${found ?? "gone"} and was answered as ${name ?? "deleted"}`);
    if (found !== undefined && !answer.text.includes(`>service of ${found}<`))
      problems.push(`${key} has lost its service`);
    entry.name = found;
    entry.open = undefined;
  }
  return problems;
}

/** Keys under which the DM server has published its WSI. */
async function publishedKeys(host: ServedHost): Promise<readonly string[]> {
  const names = "<name>DeviceManagement%</name>";
  const services = await callUddi(host, "inquiry", "find_service", names);
  const models = await callUddi(host, "inquiry", "find_tModel", names);
  return [...valuesOf(services.text, "serviceKey"), ...valuesOf(models.text, "tModelKey")].toSorted();
}

describe.skipIf(notBuilt !== undefined)("after power cuts of the registry", () => {
  it(
    "R1 what was answered is there, keys stay, tokens are gone, and the WSI is published once",
    { timeout: 120_000 + CUTS * 20_000 },
    async ({ signal }) => {
      const data = mkdtempSync(join(tmpdir(), "dmwsi-registry-cut-"));
      onTestFinished(() => {
        rmSync(data, { recursive: true, force: true });
      });
      const dice = diceOf(SEED);
      const port = await freePort();
      const entries: Entry[] = [];
      const problems: string[] = [];
      let names = 0;
      let answers = 0;
      let openAtCuts = 0;
      let startTime = 600;
      let token: string | undefined;
      let published: readonly string[] = [];
      const start = async (onSpawn?: (kill: () => void) => void): Promise<ServedHost> => {
        const began = performance.now();
        const host = await serveHost({ config: configOf(), data, port, ...(onSpawn ? { onSpawn } : {}) });
        startTime = performance.now() - began;
        return host;
      };
      /** The WSI is published in the background: asks until all of it is there. */
      const settled = async (host: ServedHost): Promise<readonly string[]> => {
        let keys = await publishedKeys(host);
        for (let tries = 0; keys.length < 4 && tries < 100; tries++) {
          await new Promise((next) => setTimeout(next, 100));
          keys = await publishedKeys(host);
        }
        return keys;
      };
      for (let cut = 0; cut < CUTS && !signal.aborted; cut++) {
        if (cut % 4 === 3) {
          // while it starts: the DM server publishes then
          const delay = dice.between(20, Math.round(startTime * 1.3));
          const early = await start((kill) => void setTimeout(kill, delay)).catch(() => undefined);
          await new Promise((next) => setTimeout(next, early ? dice.between(0, 60) : 0));
          await early?.kill();
          continue;
        }
        const host = await start();
        problems.push(...(await check(host, entries)));
        if (token !== undefined) {
          const content = `<authInfo>${token}</authInfo><businessEntity businessKey=""><name>late</name></businessEntity>`;
          const { errCode } = await callUddi(host, "publish", "save_business", content);
          if (errCode !== "E_authTokenRequired") problems.push(`the old token gives ${errCode}`);
        }
        token = await tokenOf(host);
        if (cut % 2 === 0) {
          const keys = await settled(host);
          if (published.length === 0) published = keys;
          if (keys.join() !== published.join()) problems.push(`published as ${keys.join()}`);
        }
        const target = answers + dice.between(1, 25);
        const reached = new Promise<void>((resolve) => {
          const look = (): void => {
            answers++;
            if (answers >= target) resolve();
          };
          for (let each = 0; each < PUBLISHERS; each++)
            void publish(host, entries, dice, () => `business ${++names}`, look).catch((error: unknown) => {
              if (!(error instanceof TypeError)) problems.push(String(error)); // fetch: the process is gone
            });
        });
        await reached;
        if (dice.next() < 0.5) await new Promise((next) => setTimeout(next, dice.between(0, 8)));
        await host.kill();
        await new Promise((next) => setTimeout(next, 20));
        openAtCuts += entries.filter(({ open }) => open !== undefined).length;
      }
      const last = await start();
      onTestFinished(() => last.stop());
      problems.push(...(await check(last, entries)));
      const keys = await settled(last);
      process.stdout.write(
        `seed ${SEED}: ${CUTS} cuts, ${answers} answers to save and delete, ${entries.length} businesses, ${openAtCuts} changes without an answer, ${keys.length} keys of the published WSI, problems ${problems.length}\n`,
      );
      expect(problems).toEqual([]);
      expect(keys).toEqual(published);
      expect(keys).toHaveLength(4);
      expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    },
  );
});
