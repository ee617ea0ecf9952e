import {
  apiOfRequest,
  responseNameOf,
  type UddiMessage,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiResponseName,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { readUddiResponse, writeUddiRequest } from "../../../stacks/uddi-http.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { Moment, RoleContext, StoreSnapshot } from "../../../wire/role.ts";
import type { EffectSink } from "../ports.ts";
import * as entries from "./entries.ts";
import { publicationMachine, type PublicationEvent } from "./publication-machine.ts";

/** Where and as whom the DM server publishes. */
export interface PublisherOptions {
  readonly inquiryUrl: string;
  readonly publishUrl: string;
  /** Where version 3 logs in; absent = at `publishUrl`, as in version 2. */
  readonly securityUrl?: string | undefined;
  /** Version of UDDI that the registry is spoken to in; 2 by default, which every registry knows. */
  readonly version?: UddiVersion | undefined;
  readonly userId: string;
  readonly password: string;
  readonly wsi: entries.PublishedWsi;
}

/** The background job that keeps the WSI in the registry. Its requests and timers are named `publishing/…`. */
export interface Publisher {
  publish(moment: Moment, sink: EffectSink): void;
  withdraw(moment: Moment, sink: EffectSink): void;
  handleResponse(request: string, response: HttpResponse, moment: Moment, sink: EffectSink): void;
  handleFailure(request: string, text: string, moment: Moment, sink: EffectSink): void;
  handleTimer(timer: string, moment: Moment, sink: EffectSink): void;
}

/** First pause before the registry is tried again; it doubles up to the longest. Milliseconds. */
const RETRY = { first: 5_000, longest: 300_000 } as const;
const TIMEOUT = 10_000;
const CONVERSATION = "publication:1";
const RETRY_TIMER = "publishing/retry";

type Goal = "publish" | "withdraw";

/** Creates the publisher; keys from an earlier life of the store are reused. */
export function createPublisher(
  options: PublisherOptions,
  context: RoleContext,
  snapshot: StoreSnapshot,
): Publisher {
  const { wsi, version = 2 } = options;
  const stepper = context.steppers(publicationMachine);
  let keys: entries.PublishedKeys = {};
  for (const [key, value] of snapshot.entries("publication"))
    if (key === "keys") keys = value as entries.PublishedKeys;
  let goal: Goal = "publish";
  let authInfo = "";
  let pending: string | undefined;
  let requests = 0;
  let failures = 0;

  const step = (event: PublicationEvent["type"], sink: EffectSink): void => {
    const moved = stepper.send(event);
    if (moved && moved.from !== moved.state)
      sink({
        type: "state",
        machine: "publication",
        conversation: CONVERSATION,
        event,
        from: moved.from,
        state: moved.state,
      });
  };

  /** What may come as the answer to the request that is under way; anything else is the registry's fault. */
  let expected: UddiResponseName | undefined = "authToken";

  const urlOf = {
    inquiry: options.inquiryUrl,
    publication: options.publishUrl,
    security: options.securityUrl ?? options.publishUrl,
  } as const;

  const ask = (message: UddiMessageInput<UddiRequestName>, sink: EffectSink): void => {
    pending = `publishing/${++requests}`;
    expected = responseNameOf(version, message.name);
    const http = writeUddiRequest(urlOf[apiOfRequest(message.name) ?? "publication"], message, version);
    sink({
      type: "request",
      request: pending,
      channel: "uddi",
      http,
      timeout: TIMEOUT,
      conversation: CONVERSATION,
    });
  };

  const logIn = (sink: EffectSink): void => {
    const { userId: userID, password: cred } = options;
    ask({ name: "get_authToken", value: { userID, cred } }, sink);
  };

  const learn = (more: entries.PublishedKeys, sink: EffectSink): void => {
    keys = { ...keys, ...more };
    sink({ type: "commit", writes: [{ collection: "publication", key: "keys", value: keys }] });
  };

  const nextTModel = (sink: EffectSink): void => {
    if (keys.portType === undefined) return ask(entries.savePortType(version, wsi, authInfo), sink);
    const missing = [
      ...(keys.soap11 === undefined ? [wsi.soap11] : []),
      ...(keys.soap12 === undefined ? [wsi.soap12] : []),
    ];
    if (missing.length > 0)
      return ask(entries.saveBindings(version, wsi, authInfo, keys.portType, missing), sink);
    step("tModels.known", sink);
    ask(entries.findBusiness(version, wsi), sink);
  };

  const afterBusiness = (business: string, sink: EffectSink): void => {
    learn({ business }, sink);
    step("business.known", sink);
    ask(entries.findService(version, wsi, business), sink);
  };

  const modelNamed = (name: string): keyof entries.PublishedKeys | undefined =>
    name === wsi.portType
      ? "portType"
      : name === wsi.soap11
        ? "soap11"
        : name === wsi.soap12
          ? "soap12"
          : undefined;

  const learnModels = (models: Iterable<readonly [name: string, key: string]>, sink: EffectSink): void => {
    const found: Record<string, string> = {};
    for (const [name, key] of models) {
      const as = modelNamed(name);
      if (as !== undefined) found[as] = key;
    }
    learn(found, sink);
  };

  const answered = (message: UddiMessage<UddiResponseName>, sink: EffectSink): void => {
    switch (message.name) {
      case "authToken":
        authInfo = message.value.authInfo;
        if (goal === "withdraw") return withdrawService(sink);
        step("token.received", sink);
        // what the registry holds now counts, not what an earlier run remembers
        keys = {};
        return ask(entries.findTModels(version, wsi), sink);
      case "tModelList":
        learnModels(
          (message.value.tModelInfos?.tModelInfo ?? []).map(
            (info) => [info.name.text, info.tModelKey] as const,
          ),
          sink,
        );
        return nextTModel(sink);
      case "tModelDetail":
        if (message.value.tModel.every((model) => modelNamed(model.name.text) === undefined))
          return refused("the saved tModels came back under other names", sink);
        learnModels(
          message.value.tModel.map((model) => [model.name.text, model.tModelKey ?? ""] as const),
          sink,
        );
        return nextTModel(sink);
      case "businessList": {
        const known = message.value.businessInfos?.businessInfo[0];
        return known
          ? afterBusiness(known.businessKey, sink)
          : ask(entries.saveBusiness(version, wsi, authInfo), sink);
      }
      case "businessDetail":
        return afterBusiness(message.value.businessEntity[0]?.businessKey ?? "", sink);
      case "serviceList": {
        const service = message.value.serviceInfos?.serviceInfo[0]?.serviceKey;
        const { portType = "", soap11 = "", soap12 = "", business = "" } = keys;
        return ask(
          entries.saveService(version, wsi, authInfo, { portType, soap11, soap12, business, service }),
          sink,
        );
      }
      case "serviceDetail": {
        failures = 0;
        learn({ service: message.value.businessService[0]?.serviceKey }, sink);
        step("service.saved", sink);
        sink({
          type: "report",
          report: { name: "publication.published", conversation: CONVERSATION, data: { ...keys } },
        });
        return ask({ name: "discard_authToken", value: { authInfo } }, sink);
      }
      case "dispositionReport":
        return succeeded(sink);
      default:
        return refused(`it answered with ${message.name}`, sink);
    }
  };

  /** A request that gives nothing back was carried out: the deletion, or the log-out after it. */
  const succeeded = (sink: EffectSink): void => {
    if (goal !== "withdraw" || stepper.state !== "withdrawing") return;
    learn({ service: undefined }, sink);
    step("service.deleted", sink);
    sink({ type: "report", report: { name: "publication.withdrawn", conversation: CONVERSATION, data: {} } });
    ask({ name: "discard_authToken", value: { authInfo } }, sink);
  };

  const withdrawService = (sink: EffectSink): void => {
    if (keys.service !== undefined)
      return ask({ name: "delete_service", value: { authInfo, serviceKey: [keys.service] } }, sink);
    step("service.deleted", sink);
    sink({ type: "report", report: { name: "publication.withdrawn", conversation: CONVERSATION, data: {} } });
  };

  const refused = (text: string, sink: EffectSink): void => {
    step("registry.refused", sink);
    sink({
      type: "note",
      code: "publication-refused",
      text: `The registry refused to ${goal}: ${text}`,
      severity: "warning",
      conversation: CONVERSATION,
    });
    sink({
      type: "report",
      report: { name: "publication.refused", conversation: CONVERSATION, data: { reason: text } },
    });
  };

  const unreachable = (text: string, moment: Moment, sink: EffectSink): void => {
    step("registry.unreachable", sink);
    const pause = Math.min(RETRY.longest, RETRY.first * 2 ** failures++);
    sink({ type: "timer.arm", timer: RETRY_TIMER, due: moment.now + pause });
    sink({
      type: "note",
      code: "registry-unreachable",
      text: `The registry cannot be reached (${text}); the next try is in ${pause / 1000} s`,
      severity: "warning",
      conversation: CONVERSATION,
    });
  };

  const begin = (next: Goal, sink: EffectSink): void => {
    goal = next;
    sink({ type: "timer.cancel", timer: RETRY_TIMER });
    step(next === "publish" ? "publication.requested" : "withdrawal.requested", sink);
    logIn(sink);
  };

  return {
    publish: (_moment, sink) => begin("publish", sink),
    withdraw: (_moment, sink) => begin("withdraw", sink),
    handleTimer: (timer, _moment, sink) => {
      if (timer === RETRY_TIMER) begin(goal, sink);
    },
    handleResponse: (request, response, moment, sink) => {
      if (request !== pending) return;
      pending = undefined;
      const read = readUddiResponse(response);
      if (read.kind === "response") {
        if (read.message.name === expected) answered(read.message, sink);
        else refused(`it answered with ${read.message.name} instead of ${expected ?? "nothing"}`, sink);
      } else if (read.kind === "empty") {
        if (expected === undefined) succeeded(sink);
        else refused(`it answered with nothing instead of ${expected}`, sink);
      } else if (read.kind === "error" && read.code === "E_busy") unreachable(read.text, moment, sink);
      else if (read.kind === "error") refused(`${read.code} ${read.text}`, sink);
      else unreachable(read.text, moment, sink);
    },
    handleFailure: (request, text, moment, sink) => {
      if (request !== pending) return;
      pending = undefined;
      unreachable(text, moment, sink);
    },
  };
}
