import type { AlertPath, AlertStation } from "../../api/index.ts";
import {
  alertTypeTest,
  filterTest,
  isInForce,
  type CallbackRecord,
  type StoredAlert,
  type SubscriptionRecord,
} from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import type { PlacedDmServer } from "../world-roles.ts";
import { dateOf, passedOf, type AlertSources, type PlacedAlert } from "./alert-lines.ts";

/** Subscriptions that are told one by one. */
const MOST = 20;
/** Records behind a request among which its answer is looked for. */
const LOOK_AHEAD = 500;
/** Characters of a value. */
const LONGEST = 2000;

/** The way of an alert from its device to each recipient. */
export function alertPath({ alert, server }: PlacedAlert, sources: AlertSources): AlertPath {
  const { alertId, order, deviceId, alertType, items } = alert;
  const { passed } = passedOf(alertId, server, sources);
  const names = passed.map(({ subscriptionId }) => subscriptionId);
  const others = otherSubscriptions(alert, server, new Set(names));
  return {
    alertId,
    number: order,
    deviceId,
    type: alertType,
    items: items.map(({ source, target, format, data, binaryData }) => ({
      source: source ?? target ?? "",
      format: format ?? "",
      data: binaryData === undefined ? (data ?? "").slice(0, LONGEST) : "octets",
    })),
    stored: storedStations(alert, sources, passed.length, others.total),
    forwarded: passed.slice(0, MOST).map(({ subscriptionId, recipient }) => ({
      subscriptionId,
      recipient,
      stations: forwardStations(alert, server, subscriptionId, recipient, sources),
    })),
    others: others.told,
    otherTotal: others.total,
  };
}

function storedStations(
  { alertId, code, mark, receivedAt, correlator }: StoredAlert,
  sources: AlertSources,
  passed: number,
  others: number,
): AlertStation[] {
  const seq = sources.roles.trail.alert(alertId)?.seq;
  const answer = seq === undefined ? undefined : answerTo(seq, sources);
  const facts = [
    `Alert ${code}`,
    ...(mark === undefined ? [] : [`mark ${mark}`]),
    ...(correlator === undefined ? [] : [`Correlator ${correlator}`]),
  ];
  const numbers = (number: number | undefined): number[] => (number === undefined ? [] : [number]);
  return [
    {
      name: "Reported",
      state: "done",
      text: facts.join(", "),
      at: dateOf(seq, sources) ?? receivedAt,
      messages: numbers(seq),
    },
    { name: "Stored", state: "done", text: "before it was acknowledged", at: receivedAt, messages: [] },
    {
      name: "Status 200",
      state: seq !== undefined && answer === undefined ? "now" : "done",
      text: seq === undefined ? "told to the device" : answer ? "told to the device" : "not told yet",
      ...optionally("at", dateOf(answer, sources)),
      messages: numbers(answer),
    },
    {
      name: "Matched",
      state: passed > 0 ? "done" : "expected",
      text: passed > 0 ? `passes ${passed} of ${passed + others}` : "nobody asked for it",
      at: receivedAt,
      messages: [],
    },
  ];
}

/** Number of the response to the message of a device. */
function answerTo(seq: number, { journal }: AlertSources): number | undefined {
  const request = journal.get(seq);
  if (request?.kind !== "crossing") return undefined;
  return journal
    .read(seq, LOOK_AHEAD)
    .find(
      (record) =>
        record.kind === "crossing" && record.direction === "response" && record.exchange === request.exchange,
    )?.seq;
}

function forwardStations(
  { alertId, receivedAt }: StoredAlert,
  server: PlacedDmServer,
  subscriptionId: string,
  recipient: string,
  sources: AlertSources,
): AlertStation[] {
  const callback = sources.queued(server).callback(alertId, subscriptionId);
  const forwarding = sources.roles.trail.forwarding(alertId, subscriptionId);
  const answers = forwarding?.answers ?? [];
  const sequence = callback?.sequence ?? forwarding?.sequence;
  const messages = answers.filter((seq) => seq !== undefined);
  const failures = callback?.attempts ?? Math.max(0, answers.length - 1);
  const queued: AlertStation = {
    name: "Queued",
    state: callback && callback.dead === undefined ? "now" : "done",
    at: receivedAt,
    text: [
      ...(sequence === undefined ? [] : [`sequence ${sequence}`]),
      ...(failures > 0 ? [`tried ${failures === 1 ? "once" : `${failures} times`} in vain`] : []),
    ].join(", "),
    messages: callback ? messages : messages.slice(0, -1),
  };
  if (!callback)
    return [
      queued,
      forwarding?.delivered === true
        ? {
            name: "Delivered",
            state: "done",
            text: `${recipient} answered 2xx`,
            ...optionally("at", dateOf(answers.at(-1), sources)),
            messages: messages.slice(-1),
          }
        : { name: "Gone", state: "failed", text: "expired or dropped before it arrived", messages: [] },
    ];
  return [queued, nextStation(callback, recipient, sources.paused(server, recipient))];
}

function nextStation(callback: CallbackRecord, recipient: string, paused: boolean): AlertStation {
  const { dead, deadAt, nextAttemptAt } = callback;
  if (dead !== undefined)
    return {
      name: "Given up",
      state: "failed",
      text: `${dead}; a dead letter`,
      ...optionally("at", deadAt),
      messages: [],
    };
  return {
    name: "Delivered",
    state: "expected",
    text: paused ? `when ${recipient} is resumed` : `${recipient} must answer 2xx`,
    ...optionally("at", paused ? undefined : nextAttemptAt),
    messages: [],
  };
}

/** The subscriptions of that moment that the alert did not pass. */
function otherSubscriptions(
  alert: StoredAlert,
  { view }: PlacedDmServer,
  passed: ReadonlySet<string>,
): { readonly told: AlertPath["others"]; readonly total: number } {
  const told: AlertPath["others"] = [];
  let total = 0;
  for (const subscription of view.subscriptions()) {
    const { subscriptionId, recipient, createdAt, endedAt, state } = subscription;
    if (passed.has(subscriptionId) || state === "rejected" || createdAt > alert.receivedAt) continue;
    if (!isInForce(subscription) && (endedAt ?? 0) < alert.receivedAt) continue;
    total++;
    if (told.length < MOST) told.push({ subscriptionId, recipient, why: whyNot(subscription, alert, view) });
  }
  return { told, total };
}

function whyNot(
  { acceptedAlertTypes, target }: SubscriptionRecord,
  { alertType, deviceId }: StoredAlert,
  view: PlacedDmServer["view"],
): string {
  if (!alertTypeTest(acceptedAlertTypes)(alertType)) return "its type was not asked for or not granted";
  const device = view.device(deviceId);
  const { all, deviceIds, groups, filter } = target;
  const isMeant =
    all ||
    deviceIds.includes(deviceId) ||
    (device !== undefined &&
      (groups.some((group) => device.groups.includes(group)) ||
        (filter !== undefined && filterTest(filter)(device))));
  return isMeant ? "none of its items lies below an accepted parameter" : "it is about other devices";
}
