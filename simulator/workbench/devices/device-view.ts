import type { DeviceAlertView, DeviceLine, DeviceView, QuestionView } from "../../api/index.ts";
import type { AlertView, PendingQuestion, UserAnswer } from "../../roles/device/index.ts";
import type { ObjectView } from "../../roles/device/objects/management-object.ts";
import { countNodes, nodeAt, type InteriorNode } from "../../tree/index.ts";
import { stateDescription } from "../machine-descriptions.ts";
import { optionally } from "../optionally.ts";
import type { DevicePort, SimulatedDevice } from "./device-port.ts";
import { mannerViews } from "./manner-view.ts";

/** A device as its screen shows it. */
export function deviceView(device: SimulatedDevice, port: DevicePort): DeviceView {
  const { id, group, history } = device;
  const seen = device.view();
  const { root, state, behaviour } = seen;
  const [question] = seen.questions;
  return {
    id,
    profile: { ...seen.profile },
    encoding: seen.encoding,
    state,
    sessions: history.sessions.map(sessionView).toReversed(),
    sessionCount: history.sessionCount,
    objects: seen.objects.map(objectView),
    accounts: seen.accounts.map((account) => ({ ...account })),
    alerts: alertViews(seen.alerts, history.alerts),
    manners: mannerViews(seen.manners),
    behaviour: {
      notification: behaviour.notification,
      user: typeof behaviour.user === "string" ? behaviour.user : "script",
    },
    nodes: countNodes(root),
    treeVersion: history.treeVersion,
    ...optionally("group", group),
    ...optionally("manufacturer", textAt(root, ["DevInfo", "Man"])),
    ...optionally("model", textAt(root, ["DevInfo", "Mod"])),
    ...optionally("firmware", textAt(root, ["DevDetail", "FwV"])),
    ...optionally("description", stateDescription("device", "dm-client-session", state)),
    ...optionally("sessionId", seen.sessionId),
    ...optionally("question", question && questionView(question, port)),
    ...optionally("unavailable", port.over),
  };
}

/** A device as a line of the list; its tree is not looked into. */
export function deviceLine({ id, group, options, history, summary }: SimulatedDevice): DeviceLine {
  const last = history.sessions.at(-1);
  const { profile, encoding = profile.encoding ?? "xml" } = options;
  const { state, asking, waitingAlerts } = summary();
  return {
    id,
    profile: profile.title,
    encoding,
    state,
    sessions: history.sessionCount,
    asking,
    waitingAlerts,
    ...optionally("group", group),
    ...optionally("last", last && { sessionId: last.sessionId, outcome: last.outcome, at: last.startedAt }),
  };
}

function objectView({ id, title, uri, state, busy, actions }: ObjectView): DeviceView["objects"][number] {
  return {
    id,
    title,
    uri,
    state,
    busy,
    actions: actions.map((action) => ({
      name: action.name,
      title: action.title,
      parameters: action.parameters.map(({ values, ...parameter }) => ({
        ...parameter,
        ...optionally("values", values && [...values]),
      })),
    })),
  };
}

/** What waits as the device itself knows it, then what the history knows of alerts that were answered. Newest first. */
function alertViews(waiting: readonly AlertView[], known: readonly DeviceAlertView[]): DeviceView["alerts"] {
  const open = waiting.map(({ alert, at, sent }): DeviceAlertView => {
    const { type, data, code, format, source, mark, correlator } = alert;
    const seq = known.findLast((each) => each.type === type && each.data === data)?.seq;
    return {
      type,
      data,
      at,
      state: sent ? "sent" : "waiting",
      ...optionally("code", code),
      ...optionally("format", format),
      ...optionally("source", source),
      ...optionally("mark", mark),
      ...optionally("correlator", correlator),
      ...optionally("seq", seq),
    };
  });
  const answered = known.filter(({ state }) => state === "answered");
  return [...open, ...answered].toSorted((a, b) => b.at - a.at);
}

/** True when every word occurs in what a line shows. */
export function lineMatches(line: DeviceLine, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { id, group = "", profile, encoding, state, last, asking, waitingAlerts } = line;
  const text = [
    id,
    group,
    profile,
    encoding,
    state,
    last?.outcome ?? "",
    asking ? "asking" : "",
    waitingAlerts > 0 ? "alert" : "",
  ]
    .join(" ")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** A session as the view has it, without what only the history needs. */
function sessionView(
  session: SimulatedDevice["history"]["sessions"][number],
): DeviceView["sessions"][number] {
  const { number, sessionId, startedAt, endedAt, durationMs, outcome, reason } = session;
  const { initiator, messages, changes, firstSeq, lastSeq, path } = session;
  return {
    number,
    sessionId,
    startedAt,
    outcome,
    initiator,
    messages,
    changes,
    path: [...path],
    ...optionally("endedAt", endedAt),
    ...optionally("durationMs", durationMs),
    ...optionally("reason", reason),
    ...optionally("firstSeq", firstSeq),
    ...optionally("lastSeq", lastSeq),
  };
}

function questionView({ id, question, due }: PendingQuestion, { clock }: DevicePort): QuestionView {
  const { code, text, choices, patience, preset, longest, input, echo } = question;
  const remaining = patience > 0 ? Math.max(0, due - clock.now()) : undefined;
  return {
    id,
    code,
    text,
    choices: [...choices],
    hidden: echo === "password",
    presetChoices: typeof preset === "object" && "choices" in preset ? [...preset.choices] : [],
    ...optionally("remaining", remaining),
    ...optionally("preset", preset === undefined ? undefined : presetWords(preset, choices)),
    ...optionally("presetText", typeof preset === "object" && "text" in preset ? preset.text : undefined),
    ...optionally("longest", longest),
    ...optionally("input", input),
  };
}

function presetWords(preset: UserAnswer, choices: readonly string[]): string {
  if (typeof preset === "string") return preset;
  if ("text" in preset) return preset.text === "" ? "an empty text" : preset.text;
  const named = preset.choices.map((choice) => choices[choice - 1] ?? String(choice));
  return named.length === 0 ? "no choice" : named.join(", ");
}

function textAt(root: InteriorNode, segments: readonly string[]): string | undefined {
  const node = nodeAt(root, segments);
  return node?.kind === "leaf" && typeof node.value === "string" && node.value !== ""
    ? node.value
    : undefined;
}
