import { implement, ORPCError } from "@orpc/server";
import { contract, type JournalRow, type RunLine } from "../../../simulator/api/index.ts";
import { figure2, stepTitles } from "./dialogue.ts";
import { FakeRun } from "./fake-run.ts";

const os = implement(contract);

function noDevice(): never {
  throw new ORPCError("NOT_FOUND", { message: "There is no simulated device in this run." });
}

/** A host that is not one: enough of the contract to draw every screen. `long` runs has 10,000 rows. */
export function fakeRouter() {
  const runs = new Map<string, FakeRun>([
    ["long", new FakeRun("long", { registry: "on" }, false, "max", 240)],
  ]);
  let count = 0;
  const runOf = (id: string) => {
    const run = runs.get(id);
    if (run === undefined)
      throw new ORPCError("NOT_FOUND", { message: "There is no such run, record or scenario." });
    return run;
  };
  const hostView = () => ({
    version: "0.1.0",
    node: process.version,
    startedAt: Date.now() - 60_000,
    addresses: [{ name: "WSI and DM", url: "http://127.0.0.1:8480" }],
    loopbackOnly: true,
    durable: false,
    journal: { records: [...runs.values()].reduce((sum, run) => sum + run.rows.length, 0), bytes: 1_130_000 },
    externalSystems: [],
    devices: 1,
  });
  return os.router({
    host: {
      info: os.host.info.handler(hostView),
      watch: os.host.watch.handler(async function* ({ signal }) {
        yield hostView();
        await new Promise((resolve) => signal?.addEventListener("abort", resolve));
      }),
    },
    scenarios: {
      list: os.scenarios.list.handler(() => [
        {
          id: "figure-2",
          title: "Figure 2",
          description: "Registry lookup, session establishment and the transfer of one management operation.",
          steps: Object.entries(stepTitles).map(([id, title]) => {
            const turn = figure2.find(({ step }) => step === id);
            const roles = { es: "external-system", dms: "dm-server", dev: "device", ddi: "registry" };
            return {
              id,
              title,
              optional: /^F2\.[1-5]$/.test(id),
              from: roles[turn?.from ?? "es"],
              to: roles[turn?.to ?? "dms"],
            };
          }),
          settings: [
            {
              name: "registry",
              title: "Registry",
              default: "on",
              values: [
                { value: "on", title: "with registry lookup" },
                { value: "off", title: "without registry" },
              ],
            },
            {
              name: "mode",
              title: "Mode",
              default: "tunnel",
              values: [
                { value: "tunnel", title: "tunnelled packages" },
                { value: "parameters", title: "ManageParameters" },
              ],
            },
            {
              name: "refuse",
              title: "Refusal",
              default: "none",
              values: [
                { value: "none", title: "nobody refuses" },
                { value: "notification", title: "the device drops the notification" },
                { value: "device", title: "the DM server refuses the device" },
                { value: "server", title: "the device refuses the DM server" },
              ],
            },
          ],
        },
      ]),
    },
    runs: {
      start: os.runs.start.handler(({ input }) => {
        const id = `R-${(count += 1)}`;
        const settings = { registry: "on", mode: "tunnel", refuse: "none", ...input.settings };
        const run = new FakeRun(id, settings, input.paused, input.speed);
        runs.set(id, run);
        return run.view;
      }),
      list: os.runs.list.handler(() => [...runs.values()].toReversed().map(({ view }): RunLine => view)),
      get: os.runs.get.handler(({ input }) => runOf(input.run).view),
      watch: os.runs.watch.handler(async function* ({ input, signal }) {
        const run = runOf(input.run);
        for await (const _ of changes(run, signal)) yield run.view;
      }),
      resume: os.runs.resume.handler(({ input }) => runOf(input.run).set("running")),
      pause: os.runs.pause.handler(({ input }) => runOf(input.run).set("paused")),
      step: os.runs.step.handler(({ input }) => runOf(input.run).step(false)),
      packageEnd: os.runs.packageEnd.handler(({ input }) => runOf(input.run).step(true)),
      speed: os.runs.speed.handler(({ input }) => runOf(input.run).setSpeed(input.speed)),
      abort: os.runs.abort.handler(({ input }) => runOf(input.run).set("aborted")),
      remove: os.runs.remove.handler(({ input }) => {
        runs.delete(input.run);
        return {};
      }),
    },
    journal: {
      read: os.journal.read.handler(({ input }) => {
        const all = runOf(input.run).rows;
        const words = input.text.toLowerCase().split(/\s+/);
        const matching = all.filter((row) =>
          words.every((word) => JSON.stringify(row).toLowerCase().includes(word)),
        );
        const rows = matching.filter(({ seq }) => seq > input.after).slice(0, input.limit);
        return { rows, next: rows.at(-1)?.seq ?? all.length, total: all.length, matching: matching.length };
      }),
      watch: os.journal.watch.handler(async function* ({ input, signal }) {
        const run = runOf(input.run);
        let after = input.after;
        for await (const _ of changes(run, signal)) {
          const rows: JournalRow[] = run.rows.filter(({ seq }) => seq > after);
          after = rows.at(-1)?.seq ?? after;
          if (rows.length > 0) yield { rows };
        }
      }),
      inspect: os.journal.inspect.handler(({ input }) => {
        const found = runOf(input.run).inspect(input.seq, input.reveal);
        if (found === undefined) throw new ORPCError("NOT_FOUND", { message: "There is no such record." });
        return found;
      }),
    },
    hold: {
      rule: os.hold.rule.handler(({ input }) => runOf(input.run).setRule(input.text)),
      release: os.hold.release.handler(({ input }) => runOf(input.run).release(input.id, false)),
      releaseAll: os.hold.releaseAll.handler(({ input }) => runOf(input.run).release(undefined, false)),
      drop: os.hold.drop.handler(({ input }) => runOf(input.run).release(input.id, true)),
    },
    devices: {
      list: os.devices.list.handler(() => ({ devices: [], total: 0, matching: 0 })),
      get: os.devices.get.handler(noDevice),
      watch: os.devices.watch.handler(noDevice),
      tree: os.devices.tree.handler(noDevice),
      node: os.devices.node.handler(noDevice),
      command: os.devices.command.handler(noDevice),
      notify: os.devices.notify.handler(noDevice),
      export: os.devices.export.handler(noDevice),
    },
    console: {
      catalog: os.console.catalog.handler(() => ({ groups: [], commands: [] })),
      systems: os.console.systems.handler(() => ({ systems: [] })),
      check: os.console.check.handler(noDevice),
      parse: os.console.parse.handler(() => ({ lost: [] })),
      example: os.console.example.handler(noDevice),
      complete: os.console.complete.handler(() => ({ options: [], matching: 0 })),
      send: os.console.send.handler(noDevice),
      watch: os.console.watch.handler(noDevice),
      call: os.console.call.handler(noDevice),
      leave: os.console.leave.handler(noDevice),
      forget: os.console.forget.handler(noDevice),
      restore: os.console.restore.handler(noDevice),
      testCallback: os.console.testCallback.handler(noDevice),
      again: os.console.again.handler(noDevice),
      templates: os.console.templates.handler(() => []),
      saveTemplate: os.console.saveTemplate.handler(noDevice),
      removeTemplate: os.console.removeTemplate.handler(noDevice),
    },
    operations: {
      watch: os.operations.watch.handler(noDevice),
      job: os.operations.job.handler(noDevice),
      devices: os.operations.devices.handler(noDevice),
      device: os.operations.device.handler(noDevice),
      cancel: os.operations.cancel.handler(noDevice),
      export: os.operations.export.handler(noDevice),
    },
    callbacks: {
      watch: os.callbacks.watch.handler(noDevice),
      get: os.callbacks.get.handler(noDevice),
      resend: os.callbacks.resend.handler(noDevice),
      resendAll: os.callbacks.resendAll.handler(noDevice),
      drop: os.callbacks.drop.handler(noDevice),
      dropAll: os.callbacks.dropAll.handler(noDevice),
      restore: os.callbacks.restore.handler(noDevice),
      pause: os.callbacks.pause.handler(noDevice),
      resume: os.callbacks.resume.handler(noDevice),
      tryNow: os.callbacks.tryNow.handler(noDevice),
    },
    diagnostics: {
      watch: os.diagnostics.watch.handler(noDevice),
      values: os.diagnostics.values.handler(noDevice),
      choices: os.diagnostics.choices.handler(noDevice),
    },
    registry: {
      watch: os.registry.watch.handler(noDevice),
      entry: os.registry.entry.handler(noDevice),
      exchanges: os.registry.exchanges.handler(noDevice),
      behave: os.registry.behave.handler(noDevice),
      publish: os.registry.publish.handler(noDevice),
      withdraw: os.registry.withdraw.handler(noDevice),
      fetch: os.registry.fetch.handler(noDevice),
      test: os.registry.test.handler(noDevice),
      catalog: os.registry.catalog.handler(() => ({ calls: { 2: [], 3: [] }, qualifiers: [], models: [] })),
      form: os.registry.form.handler(noDevice),
      template: os.registry.template.handler(noDevice),
      write: os.registry.write.handler(noDevice),
      parse: os.registry.parse.handler(noDevice),
      send: os.registry.send.handler(noDevice),
      inquiries: os.registry.inquiries.handler(noDevice),
      again: os.registry.again.handler(noDevice),
      cancel: os.registry.cancel.handler(noDevice),
    },
    policies: {
      get: os.policies.get.handler(noDevice),
      check: os.policies.check.handler(noDevice),
      explain: os.policies.explain.handler(noDevice),
      command: os.policies.command.handler(noDevice),
      refusedMessage: os.policies.refusedMessage.handler(noDevice),
      certificates: {
        list: os.policies.certificates.list.handler(() => ({ certificates: [] })),
        issue: os.policies.certificates.issue.handler(noDevice),
        renew: os.policies.certificates.renew.handler(noDevice),
        export: os.policies.certificates.export.handler(noDevice),
      },
    },
    exports: {
      run: os.exports.run.handler(() => ({
        fileName: "run.txt",
        contentType: "text/plain",
        text: "run",
        masked: 3,
      })),
    },
  });
}

/** Yields at once and after every change, until the signal. */
async function* changes(run: FakeRun, signal: AbortSignal | undefined): AsyncGenerator<undefined> {
  let wake: () => void = () => undefined;
  const stop = run.onChange(() => {
    wake();
  });
  signal?.addEventListener("abort", () => {
    wake();
  });
  try {
    while (signal?.aborted !== true) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      yield undefined;
      await changed;
    }
  } finally {
    stop();
  }
}
