import type { HeldView, RunLine, RunView } from "../api/index.ts";
import { toBase64 } from "../core/bytes.ts";
import { roleTitles, type RoleName } from "../wire/party.ts";
import { optionally } from "./optionally.ts";
import { partiesOf, statesOf } from "./parties.ts";
import { partyView } from "./rows.ts";
import type { HeldMessage } from "./pace-gate.ts";
import type { Run } from "./run.ts";
import { storyOf } from "./story.ts";

/** A run as screens show it. */
export function runView(run: Run): RunView {
  const { engine, options, journal, world, gate } = run;
  const outcome = engine?.outcome;
  const refusal = engine?.refusal;
  const step = engine?.current;
  const waiting = gate.held.find((held) => held.by === "step");
  const { parties, crowd } = partiesOf(world?.parties ?? []);
  const next = run.state === "finished" || run.state === "aborted" ? undefined : nextOf(run, waiting, step);
  return {
    id: run.id,
    title: options.scenario.title,
    scenario: options.scenario.id,
    settings: { ...options.settings },
    seed: options.seed,
    wire: options.wireKind,
    state: run.state,
    speed: run.speed,
    startedAt: journal.header.startedAt,
    durationMs: run.wallDuration,
    clock: run.clock.now(),
    records: journal.length,
    messages: run.messages,
    bytes: journal.bytes,
    verdict: run.failure === undefined ? (outcome?.verdict ?? "none") : "error",
    ...optionally("reason", run.failure ?? outcome?.reason ?? run.cutOff),
    ...optionally(
      "refusal",
      refusal && {
        step: refusal.step,
        party: roleTitles[refusal.party],
        reason: refusal.reason,
        ...optionally("message", refusal.message),
      },
    ),
    steps: (engine?.steps ?? []).map(({ id, title, verdict, reason, messages: seqs }) => ({
      id,
      title,
      verdict,
      messages: [...seqs],
      ...optionally("reason", reason),
    })),
    parties,
    crowd,
    states: statesOf(parties, run.states),
    ...optionally("next", next),
    held: gate.held.map((held) => heldView(run, held)),
    story: storyOf(run),
  };
}

/** A run as a line of a list. */
export function runLine(run: Run): RunLine {
  const { id, title, scenario, settings, state, verdict, reason, messages, startedAt, durationMs } =
    runView(run);
  return {
    id,
    title,
    settings,
    state,
    verdict,
    messages,
    startedAt,
    durationMs,
    ...optionally("scenario", scenario),
    ...optionally("reason", reason),
  };
}

/** A message that stands at a gate. */
export function heldView(run: Pick<Run, "summarise" | "journal" | "clock">, held: HeldMessage): HeldView {
  const { draft } = held;
  const summary = run.summarise(draft);
  return {
    id: held.id,
    heldSince: held.since,
    by: held.by,
    body: toBase64(draft.body),
    message: {
      kind: "message",
      seq: run.journal.length + 1,
      clock: run.clock.now(),
      wall: held.since,
      direction: draft.direction,
      channel: draft.channel,
      from: partyView(draft.from),
      to: partyView(draft.to),
      exchange: draft.exchange,
      title: summary?.title ?? draft.channel,
      summary: summary?.summary ?? "",
      badges: (summary?.badges ?? []).map(({ text, tone, title }) => ({
        text,
        tone,
        ...optionally("title", title),
      })),
      ack: summary?.ack ?? false,
      bytes: draft.body.length,
      codec: summary?.codec ?? "",
      findings: summary?.findings ?? 0,
      outcome: "delivered",
      ...optionally("conversation", draft.conversation),
      ...optionally("status", draft.status),
    },
  };
}

function nextOf(
  run: Run,
  waiting: HeldMessage | undefined,
  step: NonNullable<Run["engine"]>["current"],
): RunView["next"] {
  if (waiting) {
    const { draft } = waiting;
    const summary = run.summarise(draft);
    return {
      from: partyView(draft.from),
      to: partyView(draft.to),
      title: summary?.title ?? draft.channel,
      reason: summary?.summary
        ? `${roleTitles[draft.from.role]} sends: ${summary.summary}`
        : `${roleTitles[draft.from.role]} has it ready`,
      ...optionally("step", step?.id),
    };
  }
  if (!step) return undefined;
  const partyOf = (role: RoleName) =>
    partyView(run.world?.parties.find((party) => party.role === role) ?? { role, name: "" });
  return {
    step: step.id,
    from: partyOf(step.from),
    to: partyOf(step.to),
    title: step.title,
    reason: step.what,
  };
}
