import type {
  HeldView,
  InspectionView,
  JournalRow,
  MessageRow,
  RunView,
} from "../../../simulator/api/index.ts";
import { badgesOf, figure2, layersOf, parties, stepTitles, type Turn } from "./dialogue.ts";
import { indent, treeOf } from "./xml-tree.ts";

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

/** A run that replays a dialogue; only what a page can see of a run. */
export class FakeRun {
  readonly rows: JournalRow[] = [];
  readonly #turns: readonly Turn[];
  readonly #bySeq = new Map<number, Turn>();
  readonly #listeners = new Set<() => void>();
  #view: RunView;
  #at = 0;
  #clock = 0;
  #timer: NodeJS.Timeout | undefined;
  #rule = "";
  #freed: string | undefined;

  constructor(
    id: string,
    settings: Record<string, string>,
    paused: boolean,
    speed: RunView["speed"],
    repeat = 1,
  ) {
    const refuses = settings["refuse"] === "notification";
    const flow = figure2.filter(
      ({ step }) => settings["registry"] !== "off" || !/^F2\.[1-5]$/.test(step ?? "F2.6"),
    );
    const once = refuses ? flow.slice(0, flow.findIndex(({ step }) => step === "F2.9") + 1) : flow;
    this.#turns = Array.from({ length: repeat }, () => once).flat();
    const steps = [...new Set(flow.flatMap(({ step }) => step ?? []))];
    this.#view = {
      id,
      title: repeat > 1 ? `Figure 2, ${repeat} times` : "Figure 2",
      scenario: "figure-2",
      settings,
      seed: "7Kq2",
      wire: "memory",
      state: paused ? "paused" : "running",
      speed,
      startedAt: Date.now(),
      durationMs: 0,
      clock: 0,
      records: 0,
      messages: 0,
      bytes: 0,
      verdict: "none",
      steps: steps.map((step) => ({
        id: step,
        title: stepTitles[step] ?? step,
        verdict: "none",
        messages: [],
      })),
      parties: Object.values(parties),
      states: [],
      held: [],
      story: [],
    };
    this.#expect();
    if (repeat > 1) while (this.#at < this.#turns.length) this.#cross();
    else if (!paused) this.#schedule();
  }

  get view(): RunView {
    return { ...this.#view, records: this.rows.length, clock: this.#clock };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(state: "running" | "paused" | "aborted"): RunView {
    if (this.#view.state !== "finished") this.#view = { ...this.#view, state };
    clearTimeout(this.#timer);
    if (state === "running") this.#schedule();
    this.#expect();
    this.#tell();
    return this.view;
  }

  step(toPackageEnd: boolean): RunView {
    clearTimeout(this.#timer);
    if (this.#view.state === "running") this.#view = { ...this.#view, state: "paused" };
    do this.#cross();
    while (
      this.#at < this.#turns.length &&
      (this.#turns[this.#at - 1]?.ack === true ||
        (toPackageEnd && this.#turns[this.#at - 1]?.package !== true)) &&
      this.#view.held.every(({ by }) => by !== "rule")
    );
    this.#tell();
    return this.view;
  }

  setSpeed(speed: RunView["speed"]): RunView {
    this.#view = { ...this.#view, speed };
    this.#tell();
    return this.view;
  }

  setRule(text: string): RunView {
    this.#rule = text.toLowerCase();
    return this.view;
  }

  release(id: string | undefined, drop: boolean): RunView {
    const held = this.#view.held.find((view) => view.by === "rule" && (id === undefined || view.id === id));
    if (held !== undefined) {
      this.#freed = drop ? "dropped" : "delivered";
      this.#view = { ...this.#view, held: [] };
      this.#cross();
      if (this.#view.state === "running") this.#schedule();
      this.#tell();
    }
    return this.view;
  }

  inspect(seq: number, reveal: boolean): InspectionView | undefined {
    const turn = this.#bySeq.get(seq);
    const row = this.rows.find((entry) => entry.seq === seq);
    if (turn === undefined || row?.kind !== "message") return undefined;
    const before = this.rows.findLast((entry) => entry.kind === "message" && entry.seq < seq);
    const after = this.rows.find((entry) => entry.kind === "message" && entry.seq > seq);
    return {
      row,
      ...(row.direction === "request"
        ? { method: "POST", url: turn.layer === "dm" ? "/dm?s=7Kq2" : "/wsi" }
        : {}),
      headers:
        turn.layer === "push"
          ? []
          : [
              {
                name: "Content-Type",
                value: turn.layer === "dm" ? "application/vnd.syncml.dm+xml" : "text/xml; charset=utf-8",
              },
              { name: "Content-Length", value: String(row.bytes) },
            ],
      layers: layersOf(turn).map(({ title, type, text }) => {
        const tree = treeOf(text);
        return {
          title,
          contentType: type,
          text,
          pretty: indent(text),
          bytes: base64(text),
          tree,
          findings:
            turn.findings === 1
              ? [
                  {
                    severity: "warning",
                    code: "dm/firmware-back",
                    text: "The firmware version went back, 2.1.9 to 2.1.7.",
                    spec: "OMA DM Standardized Objects 1.2, DevDetail",
                  },
                ]
              : [],
        };
      }),
      secrets: turn.layer === "dm" ? 24 : 0,
      revealed: reveal,
      causes:
        before === undefined
          ? []
          : [{ seq: before.seq, text: before.kind === "message" ? before.title : "" }],
      effects:
        after === undefined ? [] : [{ seq: after.seq, text: after.kind === "message" ? after.title : "" }],
      judgedBy:
        turn.step === undefined
          ? []
          : [
              {
                step: turn.step,
                title: stepTitles[turn.step] ?? "",
                verdict: "pass",
                reason: "came when it was expected",
              },
            ],
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #schedule(): void {
    const { speed } = this.#view;
    const pace = speed === "max" ? 0 : 600 / speed;
    this.#timer = setTimeout(() => {
      this.#cross();
      this.#tell();
      if (this.#view.state === "running" && this.#view.held.length === 0) this.#schedule();
    }, pace);
  }

  #cross(): void {
    const turn = this.#turns[this.#at];
    if (turn === undefined) return;
    if (this.#rule !== "" && this.#freed === undefined && turn.title.toLowerCase().includes(this.#rule)) {
      this.#rule = "";
      this.#view = { ...this.#view, held: [this.#held(turn)] };
      return;
    }
    if (this.#view.held.some(({ by }) => by === "rule")) return;
    this.#at += 1;
    this.#clock += turn.gap ?? 40 + ((this.#at * 37) % 180);
    const row: MessageRow = {
      ...this.#message(turn),
      outcome: this.#freed === "dropped" ? "dropped" : "delivered",
    };
    this.#freed = undefined;
    this.rows.push(row);
    this.#bySeq.set(row.seq, turn);
    for (const [party, machine, state, event] of turn.states ?? []) {
      this.rows.push({
        ...this.#base(),
        kind: "state",
        party: parties[party],
        machine,
        event,
        from: "before",
        state,
        description: `The state ${state} of ${machine}`,
      });
    }
    const refuses = this.#view.settings["refuse"] === "notification" && this.#at === this.#turns.length;
    if (refuses) {
      this.rows.push({
        ...this.#base(),
        kind: "note",
        party: parties.dev,
        severity: "warning",
        code: "notification-refused",
        text: "dropped the notification: its digest is wrong",
      });
      this.#clock += 30_000;
    }
    this.#judge(turn, row.seq, refuses);
    this.#view = { ...this.#view, messages: this.#view.messages + 1, bytes: this.#view.bytes + row.bytes };
    this.#expect();
    if (this.#at === this.#turns.length) this.#end(refuses, row.seq);
  }

  #judge(turn: Turn, seq: number, refused: boolean): void {
    const { step } = turn;
    if (step === undefined) return;
    const verdict = refused ? "fail" : "pass";
    const reason = refused ? "the device stayed silent" : "came when it was expected";
    this.#view = {
      ...this.#view,
      steps: this.#view.steps.map((entry) =>
        entry.id === step ? { ...entry, verdict, reason, messages: [...entry.messages, seq] } : entry,
      ),
    };
    this.rows.push({
      ...this.#base(),
      kind: "step",
      step,
      title: stepTitles[step] ?? step,
      verdict,
      reason,
      messages: [seq],
    });
  }

  #end(refused: boolean, message: number): void {
    this.#view = {
      ...this.#view,
      state: "finished",
      verdict: refused ? "fail" : "pass",
      reason: refused
        ? "The device stayed silent after the notification."
        : `${this.#view.steps.length} of ${this.#view.steps.length} steps passed.`,
      ...(refused
        ? {
            refusal: {
              step: "F2.9",
              party: "Device",
              reason: "It dropped the notification because its digest is wrong.",
              message,
            },
          }
        : {}),
      story: refused
        ? ["What comes after that step did not happen."]
        : [
            "The External System found the DM server in the registry and registered.",
            "It read one value of the device and changed another.",
            "The session was closed in order.",
          ],
      held: [],
    };
    delete this.#view.next;
  }

  #expect(): void {
    const turn = this.#turns[this.#at];
    if (turn === undefined) return;
    this.#view = {
      ...this.#view,
      next: {
        step: turn.step,
        from: parties[turn.from],
        to: parties[turn.to],
        title: turn.title,
        reason: `${parties[turn.from].name} sends: ${turn.summary || "an acknowledgement"}`,
      },
    };
  }

  #base() {
    return {
      seq: this.rows.length + 1,
      clock: this.#clock,
      wall: Date.now(),
      conversation: "dm-session:IMEI:350077523019812/14",
    };
  }

  #message(turn: Turn): MessageRow {
    const bytes = layersOf(turn).reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    return {
      ...this.#base(),
      kind: "message",
      step: turn.step,
      direction: turn.direction,
      channel:
        turn.layer === "dm" ? "dm" : turn.layer === "push" ? "push" : turn.layer === "uddi" ? "uddi" : "wsi",
      from: parties[turn.from],
      to: parties[turn.to],
      exchange: `x${this.#at}`,
      title: turn.title,
      summary: turn.summary,
      badges: badgesOf(turn),
      ack: turn.ack ?? false,
      bytes,
      codec:
        turn.layer === "dm"
          ? "SyncML 1.2 XML"
          : turn.layer === "push"
            ? "Package 0"
            : turn.layer === "uddi"
              ? "UDDI 2.0"
              : "SOAP 1.1",
      status: turn.direction === "response" ? 200 : undefined,
      findings: turn.findings ?? 0,
      outcome: "delivered",
    };
  }

  #held(turn: Turn): HeldView {
    return {
      id: "h1",
      message: this.#message(turn),
      heldSince: Date.now(),
      by: "rule",
      body: base64(layersOf(turn)[0]?.text ?? ""),
    };
  }
}
