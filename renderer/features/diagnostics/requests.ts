import type { Draft } from "../../../simulator/api/index.ts";

/*
 * The requests of the diagnostics forms, as the console sends them: elements in the order of the contract, those that
 * were left empty are left out.
 */

/** A command that sets devices up. */
export interface SetUpCommand {
  readonly kind: "add" | "replace" | "delete" | "exec";
  readonly locUri: string;
  readonly format?: string | undefined;
  readonly data?: string | undefined;
}

/** Which devices a subscription is about. */
export type Target =
  | { readonly kind: "all" }
  | { readonly kind: "devices"; readonly ids: readonly string[] }
  | { readonly kind: "groups"; readonly names: readonly string[] };

/** What is subscribed to. */
export interface SubscriptionForm {
  readonly alertTypes: readonly string[];
  readonly parameters: readonly string[];
  readonly target: Target;
  /** Registration name of another External System. */
  readonly deliverTo: string;
  readonly setUp: readonly SetUpCommand[];
  /** A duration as `PT1H`; empty = until it is ended. */
  readonly expires: string;
}

/** F3.1: SubscribeAlerts. */
export function subscribeRequest(form: SubscriptionForm): Draft {
  const { alertTypes, parameters, target, deliverTo, setUp, expires } = form;
  return node(
    "SubscribeAlerts",
    leaves("alertType", alertTypes),
    leaves("parameter", parameters),
    [targetOf(target)],
    leaves("deliverTo", [deliverTo]),
    setUp.filter(({ locUri }) => locUri.trim() !== "").map((command) => node("setUp", [commandOf(command)])),
    leaves("expires", [expires]),
  );
}

function targetOf(target: Target): Draft {
  if (target.kind === "all") return node("target", leaves("all", ["true"]));
  return target.kind === "devices"
    ? node("target", leaves("deviceId", target.ids))
    : node("target", leaves("group", target.names));
}

function commandOf({ kind, locUri, format = "", data = "" }: SetUpCommand): Draft {
  const carries = kind === "add" || kind === "replace";
  return node(
    kind,
    leaves("locUri", [locUri]),
    carries ? leaves("format", [format]) : [],
    carries || (kind === "exec" && data !== "") ? [{ name: "data", text: data }] : [],
  );
}

/** RenewSubscription; without a duration it gets the one that it was made with. */
export function renewRequest(subscriptionId: string, expires: string): Draft {
  return node("RenewSubscription", leaves("subscriptionId", [subscriptionId]), leaves("expires", [expires]));
}

/** F3.13: UnsubscribeAlerts. */
export function unsubscribeRequest(subscriptionId: string): Draft {
  return node("UnsubscribeAlerts", leaves("subscriptionId", [subscriptionId]));
}

/** Which stored alerts are asked for, and which page of them. */
export interface RetrievalForm {
  /** In place of a filter. */
  readonly subscriptionId: string;
  readonly deviceId: string;
  readonly alertTypes: readonly string[];
  /** `dateTime` in UTC; empty = from the oldest on, up to the newest. */
  readonly from: string;
  readonly to: string;
  readonly startIndex: number;
  readonly maxResults: string;
}

/** F3.11: RetrieveAlerts. */
export function retrieveRequest(form: RetrievalForm): Draft {
  const { subscriptionId, deviceId, alertTypes, from, to, startIndex, maxResults } = form;
  const filter = node(
    "filter",
    leaves("deviceId", [deviceId]),
    leaves("alertType", alertTypes),
    leaves("from", [from]),
    leaves("to", [to]),
  );
  return node(
    "RetrieveAlerts",
    subscriptionId.trim() === "" ? [filter] : leaves("subscriptionId", [subscriptionId]),
    leaves("startIndex", startIndex === 0 ? [] : [String(startIndex)]),
    leaves("maxResults", [maxResults]),
  );
}

/** F3.11: RequestDiagnostics. */
export function valuesRequest(form: {
  readonly deviceId: string;
  readonly function: string;
  readonly parameters: readonly string[];
  readonly start: boolean;
}): Draft {
  return node(
    "RequestDiagnostics",
    leaves("deviceId", [form.deviceId]),
    leaves("function", [form.function]),
    leaves("parameter", form.parameters),
    leaves("start", form.start ? ["true"] : []),
  );
}

/** Exec of the Start or the Stop of a diagnostics function. */
export function operateRequest(deviceId: string, functionUri: string, operation: "Start" | "Stop"): Draft {
  const exec = node("exec", leaves("locUri", [`${functionUri}/Operations/${operation}`]));
  return node("ManageParameters", leaves("deviceId", [deviceId]), [node("command", [exec])]);
}

function leaves(name: string, texts: readonly string[]): Draft[] {
  return texts.flatMap((text) => (text.trim() === "" ? [] : [{ name, text: text.trim() }]));
}

function node(name: string, ...children: readonly (readonly Draft[])[]): Draft {
  return { name, children: children.flat() };
}
