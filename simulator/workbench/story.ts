import type { CrossingRecord } from "../journal/record.ts";
import type { RoleName } from "../wire/party.ts";
import type { Run } from "./run.ts";
import { deviceAnswersIn } from "./story-answers.ts";
import { flowEnd, flowOf } from "./story-flows.ts";
import { type Material, materialOf, sentence } from "./story-material.ts";

/** Records that a story is told from: more than any scenario writes, and still a bounded time to read. */
const MOST_RECORDS = 5000;

const stories = new WeakMap<Run, readonly string[]>();

/** What happened in this run, in a few sentences for the banner at its end; empty while it runs. */
export function storyOf(run: Run): string[] {
  if (!run.engine?.outcome || (run.state !== "finished" && run.state !== "aborted")) return [];
  let story = stories.get(run);
  if (!story) stories.set(run, (story = tell(run)));
  return [...story];
}

function tell(run: Run): readonly string[] {
  const messages = run.journal
    .read(0, MOST_RECORDS)
    .filter(
      (record): record is CrossingRecord =>
        record.kind === "crossing" && (record.outcome === "delivered" || record.outcome === "edited"),
    );
  const material = materialOf(run, messages);
  const flow = flowOf(material);
  return [
    severalRegister(material) ? undefined : registration(run, messages),
    ...(flow ?? [session(run, messages), deviceAnswersIn(messages)]),
    ending(run, messages, material),
    changesByHand(run),
  ].filter((told) => told !== undefined);
}

/** Several External Systems, or DM servers among themselves: the flow tells who registered with whom. */
function severalRegister({ requests }: Material): boolean {
  return new Set(requests("RegisterExternalSystem").map(({ message }) => message.from.name)).size > 2;
}

/** Messages whose summary has these facts. */
function withFacts(
  run: Run,
  messages: readonly CrossingRecord[],
  facts: Readonly<Record<string, string>>,
): readonly CrossingRecord[] {
  return messages.filter((message) => {
    const own = run.summarise(message)?.facts ?? {};
    return Object.entries(facts).every(([name, value]) => own[name] === value);
  });
}

function registration(run: Run, messages: readonly CrossingRecord[]): string | undefined {
  const found = withFacts(run, messages, { message: "tModelDetail" }).some(
    ({ to }) => to.role === "external-system",
  );
  const confirmed = withFacts(run, messages, { operation: "RegistrationConfirmation", part: "request" });
  const accepted = confirmed.some((message) => run.summarise(message)?.facts["field.state"] === "accepted");
  if (found)
    return accepted
      ? "The External System found the WSI in the registry and registered with it."
      : "The External System found the WSI in the registry.";
  return accepted ? "The External System registered with the DM server." : undefined;
}

function session(run: Run, messages: readonly CrossingRecord[]): string | undefined {
  const notifications = messages.filter(({ channel }) => channel === "push");
  const [notification] = notifications;
  const first = messages.find(
    (message) => message.channel === "dm" && run.summarise(message)?.facts["package"] === 1,
  );
  if (!first) {
    if (!notification) return undefined;
    const times = notifications.length === 1 ? "" : ` ${notifications.length} times`;
    return `The DM server notified ${notification.to.name}${times}, and no session began.`;
  }
  const challenged = withFacts(run, messages, {}).some(
    (message) => message.channel === "dm" && run.summarise(message)?.facts["challenge"] === true,
  );
  const began = `began session ${String(run.summarise(first)?.facts["sessionId"])}`;
  const how = challenged ? `${began} after a challenge with a fresh nonce` : began;
  return notification
    ? `The DM server notified ${notification.to.name}, which ${how}.`
    : `${first.from.name} ${how}.`;
}

function ending(run: Run, messages: readonly CrossingRecord[], material: Material): string | undefined {
  const { engine } = run;
  if (!engine) return undefined;
  const { refusal } = engine;
  if (refusal)
    return sentence(`The ${partyWords[refusal.party]} refused at ${refusal.step}, and the flow ended there`);
  const bad = engine.steps.find(({ verdict }) => verdict !== "pass" && verdict !== "none");
  if (bad) return sentence(`What went wrong: ${bad.id} ${bad.title}, ${bad.reason ?? bad.verdict}`);
  const told = (facts: Readonly<Record<string, string>>): string | undefined => {
    const last = withFacts(run, messages, { ...facts, part: "request" }).at(-1);
    const state = last && run.summarise(last)?.facts["field.state"];
    return typeof state === "string" ? state : undefined;
  };
  if (severalRegister(material)) return undefined;
  const end = flowEnd(material);
  if (end !== undefined) return end;
  const status = told({ operation: "SessionStatus" });
  return status === undefined
    ? undefined
    : `The DM server told the External System that the session is ${status.replace("-", " ")}.`;
}

const partyWords: Readonly<Record<RoleName, string>> = {
  "external-system": "External System",
  "dm-server": "DM server",
  device: "device",
  registry: "registry",
};

function changesByHand(run: Run): string | undefined {
  const records = run.journal.read(0, MOST_RECORDS);
  const count = (outcome: CrossingRecord["outcome"]): number =>
    records.filter((record) => record.kind === "crossing" && record.outcome === outcome).length;
  const parts = [
    [count("edited"), "edited"],
    [count("dropped"), "dropped"],
  ] as const;
  const said = parts.flatMap(([number, what]) =>
    number === 0 ? [] : [`${number} ${number === 1 ? "message was" : "messages were"} ${what}`],
  );
  return said.length === 0 ? undefined : `On the way, ${said.join(" and ")}.`;
}
