import type { JournalRecord } from "../journal/record.ts";
import type { RoleReport, StepperFactory } from "../wire/role.ts";
import { roleTitles, type RoleName } from "../wire/party.ts";
import { applies, type Matcher, type Refusal, type Scenario, type Step } from "./format.ts";
import { judge } from "./checks.ts";
import { engineMachine } from "./engine-machine.ts";
import { arrived, type Observed } from "./matcher.ts";
import type { ScenarioPorts } from "./ports.ts";
import { createStepLog, type StepState } from "./step-log.ts";
import { known, substitute } from "./variables.ts";
import { worse, type Verdict } from "./verdict.ts";

/** Where and why the flow was refused. */
export interface RefusalState {
  readonly step: string;
  readonly party: RoleName;
  readonly reason: string;
  readonly message?: number | undefined;
}

export interface ScenarioOutcome {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** A scenario that runs in a world. Feed it every record and report in order. */
export interface ScenarioEngine {
  readonly steps: readonly StepState[];
  readonly refusal: RefusalState | undefined;
  readonly outcome: ScenarioOutcome | undefined;
  /** The step whose completing message is awaited. */
  readonly current: Step | undefined;
  start(): void;
  /** Sorts a record into its step and moves on when it completes one. */
  observe(record: JournalRecord): void;
  /** Takes what a role reports; scalar data become variables named `<report>.<field>`. */
  report(report: RoleReport): void;
  abort(reason: string): void;
  /** Step to which a crossing belongs. */
  stepOf(record: JournalRecord): string | undefined;
  /** Step to which a crossing would belong that has not crossed yet. */
  stepFor(record: JournalRecord): string | undefined;
}

/** Code of the note on a failure of our own in a role. */
const ROLE_FAILED = "role/failed";

/** Creates the engine of one run. `settings` are complete (see `resolveSettings`). */
export function createEngine(
  scenario: Scenario,
  settings: Readonly<Record<string, string>>,
  ports: ScenarioPorts,
  steppers: StepperFactory,
): ScenarioEngine {
  const meant = (matchers: readonly Matcher[]): Matcher[] =>
    matchers.filter((matcher) => applies(matcher.when, settings));
  const steps = scenario.steps
    .filter((step) => applies(step.when, settings))
    .map((step) => ({ ...step, messages: meant(step.messages), until: meant(step.until) }));
  const noteTexts = new Map<string, string>();
  const variables: Record<string, string> = { ...ports.variables };
  for (const [name, value] of Object.entries(settings)) variables[`setting.${name}`] = value;
  const log = createStepLog(steps, () => steps[position]?.id, variables);
  const { states } = log;
  const machine = steppers(engineMachine);
  /** What came since the latest completion, which may complete the next step too. */
  let recent: Observed[] = [];
  let lastCompletion = 0;
  let position = -1;
  let cancelPatience: (() => void) | undefined;
  /** The step at which the flow stopped without coming to its end. */
  let stalled: Step | undefined;
  /** Why a role did not do what the step asked of it. */
  let declined: string | undefined;
  let refusal: RefusalState | undefined;
  let outcome: ScenarioOutcome | undefined;

  const anyArrived = (matchers: readonly Matcher[], item: Observed): boolean =>
    matchers.some((matcher) => {
      const meant = known(matcher, variables);
      return meant !== undefined && arrived(meant, item);
    });

  const send = (event: Parameters<typeof machine.send>[0]): void => {
    for (const action of machine.send(event)?.actions ?? [])
      if (action === "beginStep") beginStep();
      else if (action === "conclude") conclude();
  };

  const beginStep = (): void => {
    cancelPatience?.();
    position++;
    const step = steps[position];
    declined = undefined;
    if (!step) return;
    cancelPatience = ports.after(step.within, () => stall(step));
    for (const act of step.act)
      if (applies(act.when, settings))
        ports.act(act.party, () => substitute({ name: act.name, command: act.command }, variables));
    // the completing message may have come before its step began, or complete two steps at once
    const early = step.scope === "run" ? recent.find((item) => anyArrived(step.until, item)) : undefined;
    if (early) complete(step, early.record.seq);
  };

  const complete = (step: Step, seq: number): void => {
    lastCompletion = Math.max(lastCompletion, seq);
    recent = recent.filter((item) => item.record.seq >= lastCompletion);
    judgeStep(step);
    send(position === steps.length - 1 ? "steps.exhausted" : "step.completed");
  };

  const judgeStep = (step: Step): void => {
    const state = states[steps.indexOf(step)];
    if (!state) return;
    const items = log.itemsOf(step.id);
    let verdict: Verdict = "pass";
    let reason = step.what;
    for (const check of step.checks) {
      if (!applies(check.when, settings)) continue;
      const result = judge(substitute(check, variables), items, log.itemsOf);
      if (result.verdict !== "pass" && verdict === "pass") reason = result.reason;
      verdict = worse(verdict, result.verdict);
    }
    const outOfOrder = orderBroken(step, items);
    if (outOfOrder !== undefined) {
      if (verdict === "pass") reason = outOfOrder;
      verdict = worse(verdict, "fail");
    }
    settle(state, verdict, reason);
  };

  /** A step's first message must come after the first message of the step before it. */
  const orderBroken = (step: Step, items: readonly Observed[]): string | undefined => {
    const before = steps[steps.indexOf(step) - 1];
    const mine = items[0]?.record.seq;
    const theirs = before && log.itemsOf(before.id)[0]?.record.seq;
    return before && mine !== undefined && theirs !== undefined && mine < theirs
      ? `${step.id} (message ${mine}) began before ${before.id} (message ${theirs})`
      : undefined;
  };

  const settle = (state: StepState, verdict: Verdict, reason: string): void => {
    if (state.verdict === verdict && state.reason === reason) return;
    state.verdict = verdict;
    state.reason = reason;
    const { id, title, messages } = state;
    ports.record({ kind: "step", step: id, title, verdict, reason, messages: [...messages] });
  };

  const conclude = (): void => {
    cancelPatience?.();
    // messages may have come to a step after it was complete (a challenge, a second package): judge with all of them
    for (const step of steps)
      if (states[steps.indexOf(step)]?.verdict !== "none" && step.id !== refusal?.step && step !== stalled)
        judgeStep(step);
    missRefusal();
    const verdict = states.reduce<Verdict>((worst, state) => worse(worst, state.verdict), "none");
    const bad = states.find((state) => state.verdict === verdict && verdict !== "pass");
    outcome = {
      verdict,
      reason: bad
        ? `${bad.id} ${bad.title}: ${bad.reason ?? ""}`
        : `${states.length} of ${states.length} steps passed`,
    };
  };

  /** A refusal that was asked for and did not come. */
  const missRefusal = (): void => {
    const wanted = refusal ? undefined : scenario.refusals.find(({ name }) => name === settings["refuse"]);
    const state = states.find(({ id }) => id === wanted?.step);
    if (wanted && state && state.verdict === "pass")
      settle(state, "fail", `${roleTitles[wanted.party]} did not refuse: ${wanted.reason} was expected`);
  };

  const stall = (step: Step): void => {
    const state = states[position];
    if (!state || machine.done || steps[position] !== step) return;
    stalled = step;
    const late = `${step.id} did not complete within ${step.within / 1000} s: ${step.what}`;
    const failure = noteTexts.get(ROLE_FAILED);
    if (failure === undefined) settle(state, "fail", declined === undefined ? late : `${late} ${declined}`);
    else settle(state, "error", `${late} ${failure}`);
    notReached(`not reached: ${step.id} did not complete`);
    send("patience.ended");
  };

  const notReached = (reason: string, from = position + 1): void => {
    for (const state of states.slice(from)) if (state.verdict === "none") state.reason = reason;
  };

  const refuse = (definition: Refusal, item: Observed): void => {
    const expected = settings["refuse"] === definition.name;
    const facts = item.summary?.facts ?? {};
    const told = definition.reasonFacts.map((name) => facts[name]).find((fact) => fact !== undefined);
    const cause = definition.reasonNote === undefined ? undefined : noteTexts.get(definition.reasonNote);
    const reason = [definition.reason, told === undefined ? undefined : String(told), cause]
      .filter((part) => part !== undefined && part !== "")
      .join("; ");
    refusal = { step: definition.step, party: definition.party, reason, message: item.record.seq };
    const index = steps.findIndex((step) => step.id === definition.step);
    const at = states[index];
    for (const state of states.slice(0, Math.max(index, 0)))
      if (state.verdict === "none") {
        const step = steps.find((candidate) => candidate.id === state.id);
        if (step) judgeStep(step);
      }
    position = Math.max(position, index);
    if (at) {
      const text = `refused by ${roleTitles[definition.party]}: ${reason}`;
      if (!at.messages.includes(item.record.seq)) at.messages.push(item.record.seq);
      settle(at, expected ? "pass" : "fail", text);
    }
    notReached(`not reached: the flow was refused at ${definition.step}`, Math.max(index, 0) + 1);
    send("flow.refused");
    if (outcome?.verdict === "pass")
      outcome = {
        verdict: "pass",
        reason: `ended at ${definition.step} as asked: ${roleTitles[definition.party]} refused, ${reason}`,
      };
  };

  return {
    steps: states,
    get refusal() {
      return refusal;
    },
    get outcome() {
      return outcome;
    },
    get current() {
      return machine.done ? undefined : steps[position];
    },
    start: () => send("scenario.started"),
    observe: (record) => {
      if (record.kind === "note") noteTexts.set(record.code, record.text);
      if (record.kind !== "crossing" && record.kind !== "note") return;
      const item: Observed = { record, summary: ports.summarise(record) };
      if (!machine.done) recent.push(item);
      log.put(item);
      if (machine.state !== "awaiting") return;
      const wanted = scenario.refusals.filter(({ name }) => name === settings["refuse"]);
      for (const definition of wanted.length > 0 ? wanted : scenario.refusals)
        if (steps.some(({ id }) => id === definition.step) && anyArrived(definition.evidence, item)) {
          refuse(definition, item);
          return;
        }
      const current = steps[position];
      if (current && anyArrived(current.until, item)) complete(current, record.seq);
    },
    report: (report) => {
      if (report.name === "command.refused")
        declined = `A command was refused: ${String(report.data["reason"])}`;
      for (const [field, value] of Object.entries(report.data))
        if (typeof value === "string" || typeof value === "number")
          variables[`${report.name}.${field}`] = String(value);
    },
    abort: (reason) => {
      if (machine.done) return;
      stalled = steps[Math.max(position, 0)];
      const state = states[Math.max(position, 0)];
      if (state && state.verdict === "none") settle(state, "inconclusive", reason);
      notReached("not reached: the run was aborted");
      send("run.aborted");
    },
    stepOf: log.stepOf,
    stepFor: (record) => log.stepFor({ record, summary: ports.summarise(record) }),
  };
}
