import type { CallLine, CallState, CallStory, StoryEvent } from "../../api/index.ts";
import { toBase64 } from "../../core/bytes.ts";
import type { CrossingRecord } from "../../journal/record.ts";
import {
  isOperationName,
  operations,
  type DeviceResult,
  type DiagnosticsDelivery,
} from "../../protocols/wsi/index.ts";
import type { JournalSource } from "../journal-source.ts";
import { optionally } from "../optionally.ts";
import type { WorldRoles } from "../world-roles.ts";
import type { CallRecord } from "./call-record.ts";
import { commandsIn, placedChildren, textOf } from "./draft.ts";

/** Events of a story; a longer one says how many are left out. */
const MOST_EVENTS = 24;
/** Rows of results. */
const MOST_ROWS = 200;

/** How a call stands: its answer, then what callbacks told, then what the DM server of the run knows. */
export function stateOf(call: CallRecord, roles: WorldRoles): CallState {
  if (call.answer !== "acknowledged") return call.answer;
  if (call.outcome !== undefined) return call.outcome;
  const { operation } = call.made;
  if (call.operationId !== undefined)
    for (const { view } of roles.dmServers.values()) {
      const state = view.operation(call.operationId)?.state;
      if (state !== undefined && state !== "pending" && state !== "running" && state !== "cancelling")
        return state;
    }
  if (isOperationName(operation) && operations[operation].outcomes.length === 0) return "answered";
  return "waiting";
}

/** A call as a line of the history. */
export function callLine(call: CallRecord, roles: WorldRoles): CallLine {
  const { id, made, sentAt, from } = call;
  const about = call.fault?.code ?? subjectOf(call);
  return {
    id,
    operation: made.operation,
    system: made.system,
    state: stateOf(call, roles),
    about,
    sentAt,
    ...optionally("from", from),
  };
}

/** What a request is about: the first identifier in it. */
function subjectOf({ made: { draft } }: CallRecord): string {
  for (const name of ["deviceId", "operationId", "sessionId", "subscriptionId", "registrationId", "name"]) {
    const text = textOf(draft, name);
    if (text !== undefined) return text;
  }
  return "";
}

/** What became of a call. */
export function callStory(call: CallRecord, source: JournalSource, roles: WorldRoles): CallStory {
  const state = stateOf(call, roles);
  const events = eventsOf(call, source);
  const results = resultsOf(call, roles);
  return {
    call: call.id,
    operation: call.made.operation,
    state,
    duration: call.last - call.clock,
    ...optionally("operationId", call.operationId),
    ...optionally("request", call.request),
    ...optionally("response", call.response),
    ...optionally("fault", call.fault),
    events: events.slice(0, MOST_EVENTS),
    more: Math.max(0, events.length - MOST_EVENTS) + call.more,
    next: nextOf(call, state, results),
    results,
    ...optionally("delivered", call.delivered && deliveryOf(call.delivered)),
  };
}

/** What a DiagnosticsDelivery brought. */
function deliveryOf({ deviceId, alert, item, nextIndex }: DiagnosticsDelivery): CallStory["delivered"] {
  return {
    items: item.slice(0, MOST_ROWS).map((each) => ({
      device: deviceId ?? "",
      uri: each.source ?? each.target ?? "",
      value: itemText(each).slice(0, 500),
    })),
    alerts: alert
      .slice(0, MOST_ROWS)
      .map(({ alertId, deviceId: device, alertType, mark, receivedAt, item: items }) => ({
        alertId,
        device,
        type: alertType,
        receivedAt,
        value: items.map(itemText).join(" · ").slice(0, 500),
        ...optionally("mark", mark),
      })),
    ...optionally("next", nextIndex),
  };
}

function eventsOf(call: CallRecord, source: JournalSource): StoryEvent[] {
  const events: StoryEvent[] = [];
  const sessions = new Map<string, StoryEvent>();
  const exchanges = new Map<string, StoryEvent>();
  for (const seq of call.messages) {
    const record = source.journal.get(seq);
    if (record?.kind !== "crossing") continue;
    const { conversation } = record;
    const session =
      record.channel === "dm" && conversation !== undefined ? sessions.get(conversation) : undefined;
    const asked = record.direction === "response" ? exchanges.get(record.exchange) : undefined;
    if (session) session.messages.push(seq);
    else if (asked && record.channel !== "wsi") {
      asked.messages.push(seq);
      asked.text = joined(asked.text, answerText(record));
    } else {
      const event = eventOf(call, record, source);
      events.push(event);
      exchanges.set(record.exchange, event);
      if (record.channel === "dm" && conversation !== undefined) sessions.set(conversation, event);
    }
  }
  for (const [conversation, event] of sessions) {
    const state = call.sessions.get(conversation);
    const messages = `${event.messages.length} ${event.messages.length === 1 ? "message" : "messages"}`;
    event.text = joined(messages, state === undefined ? "" : stateWords(state));
    if (state === "refused" || state === "aborted") event.tone = "fail";
  }
  return events;
}

function eventOf(call: CallRecord, record: CrossingRecord, source: JournalSource): StoryEvent {
  const summary = source.summarise(record);
  const session = sessionOf(record);
  const isAnswer = record.seq === call.response;
  const stopped = record.outcome !== "delivered" && record.outcome !== "edited";
  return {
    after: record.clock - call.clock,
    from: record.from.role,
    to: record.to.role,
    title: isAnswer
      ? answerTitle(call)
      : session && record.channel === "dm"
        ? `Session ${session.id}`
        : (summary?.title ?? record.channel),
    text: isAnswer ? answerDetail(call) : stopped ? record.outcome : (summary?.summary ?? ""),
    tone: stopped ? "fail" : isAnswer ? toneOf(call) : "plain",
    messages: [record.seq],
    ...optionally("device", record.channel === "dm" ? session?.device : undefined),
  };
}

/** A machine's state in words. */
function stateWords(state: string): string {
  return state.replaceAll(/([a-z])([A-Z0-9])/g, "$1 $2").toLowerCase();
}

/** Device and SessionID of a record of a DM session. */
function sessionOf({
  conversation = "",
}: CrossingRecord): { readonly device: string; readonly id: string } | undefined {
  if (!conversation.startsWith("dm-session:")) return undefined;
  const slash = conversation.lastIndexOf("/");
  return { device: conversation.slice("dm-session:".length, slash), id: conversation.slice(slash + 1) };
}

function answerTitle({ answer, fault }: CallRecord): string {
  switch (answer) {
    case "faulted":
    case "failed":
      return fault?.code ?? "no answer";
    case "rejected":
      return "not taken";
    case "answered":
      return "answered";
    default:
      return "accepted";
  }
}

function answerDetail({ fault, operationId, expiresAt, sentAt }: CallRecord): string {
  if (fault) return fault.text;
  return joined(
    operationId === undefined ? "" : shortId(operationId),
    expiresAt === undefined ? "" : `until ${momentText(expiresAt, sentAt)}`,
  );
}

/** The end of an identifier: what people compare. */
function shortId(id: string): string {
  return id.length <= 16 ? id : `${/^[a-z]+-/.exec(id)?.[0] ?? ""}…${id.slice(-6)}`;
}

/** A moment in UTC; the time alone where it is less than a day away. */
function momentText(moment: number, now: number): string {
  const text = new Date(moment).toISOString();
  return Math.abs(moment - now) < 86_400_000
    ? text.slice(11, 19)
    : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

function toneOf({ answer }: CallRecord): StoryEvent["tone"] {
  return answer === "faulted" || answer === "failed" || answer === "rejected" ? "fail" : "pass";
}

function answerText({ status, outcome }: CrossingRecord): string {
  if (outcome !== "delivered" && outcome !== "edited") return outcome;
  return status === undefined ? "answered" : `answered ${status}`;
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(", ");
}

function nextOf(call: CallRecord, state: CallState, results: CallStory["results"]): CallStory["next"] {
  const { operation } = call.made;
  switch (state) {
    case "sending":
      return { title: "waits", text: "for the answer of the DM server" };
    case "waiting": {
      const names = isOperationName(operation) ? operations[operation].outcomes : [];
      return { title: "waits", text: names.length === 0 ? "for the outcome" : `for ${names.join(" or ")}` };
    }
    case "left":
      return { title: "not waited for", text: "the operation itself goes on" };
    case "faulted":
    case "rejected":
      return { title: "nothing more", text: "the request was refused, nothing is done" };
    case "failed":
      return call.answer === "failed"
        ? { title: "nothing more", text: "no answer came" }
        : { title: "nothing more", text: reasonIn(results) };
    case "answered":
      return { title: "nothing more", text: "the response is the answer" };
    case "partly-succeeded":
    case "expired":
      return { title: "nothing more", text: reasonIn(results) };
    case "succeeded":
    case "cancelled":
      return { title: "nothing more", text: "the operation is terminal" };
  }
}

/** What the first device that did not do it said. */
function reasonIn(results: CallStory["results"]): string {
  const bad = results.find(({ status }) => !/^2\d\d |^succeeded$/.test(status));
  if (!bad) return "the operation is terminal";
  return joined(bad.value === "" ? bad.status : bad.value, results.length > 1 ? "see the results" : "");
}

function resultsOf(call: CallRecord, roles: WorldRoles): CallStory["results"] {
  const told = call.results.map(({ result }) => result);
  const results = told.length > 0 ? told : heldResults(call, roles);
  const words = commandWords(call);
  return results
    .flatMap(({ deviceId, commandResult, state, reason }) =>
      commandResult.length === 0
        ? [{ device: deviceId, index: "", what: "", status: state, value: reason ?? "" }]
        : commandResult.map(({ index, status, statusText, item }) => ({
            device: deviceId,
            index,
            what: words.get(index) ?? "",
            status: `${status} ${statusText}`,
            value: item.map(itemText).join(" · ").slice(0, 500),
          })),
    )
    .slice(0, MOST_ROWS);
}

function heldResults({ operationId, answer }: CallRecord, roles: WorldRoles): readonly DeviceResult[] {
  if (operationId === undefined || answer !== "acknowledged") return [];
  for (const { view } of roles.dmServers.values())
    if (view.operation(operationId))
      return view.deviceResults(operationId, 0, 20).results.filter(
        ({ commandResult, reason, state }) =>
          // what has not come yet is in the story above
          commandResult.length > 0 || reason !== undefined || ended.has(state),
      );
  return [];
}

const ended: ReadonlySet<string> = new Set(["succeeded", "failed", "cancelled", "expired", "unknown"]);

type Item = DeviceResult["commandResult"][number]["item"][number];

function itemText({ data, binaryData, source, target }: Item): string {
  if (data !== undefined) return data;
  if (binaryData) return toBase64(binaryData);
  return source ?? target ?? "";
}

/** Each command of the request in words, by its number from 1 (`2`, inside a container `2.1`). */
function commandWords({ made: { draft } }: CallRecord): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  if (!draft) return words;
  let number = 0;
  for (const { kind, command, path } of commandsIn(draft, "command")) {
    if (path.split("/").length > 2) continue;
    number++;
    words.set(String(number), wordsOf(kind, command));
    if (kind === "atomic" || kind === "sequence")
      placedChildren(command, "").forEach(({ child }, index) => {
        words.set(`${number}.${index + 1}`, wordsOf(child.name, child));
      });
  }
  return words;
}

function wordsOf(kind: string, command: Parameters<typeof textOf>[0]): string {
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  const from = textOf(command, "from");
  const uri = from === undefined ? textOf(command, "locUri") : `${from} to ${textOf(command, "to") ?? ""}`;
  const value = textOf(command, "data");
  return `${name}${uri === undefined ? "" : ` ${uri}`}${value === undefined ? "" : ` = ${value.slice(0, 80)}`}`;
}
