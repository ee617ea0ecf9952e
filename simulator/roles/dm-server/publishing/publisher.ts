import {
  apiOfRequest,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { writeUddiRequest } from "../../../stacks/uddi-http.ts";
import type { HttpResponse } from "../../../wire/http.ts";
import type { Effect, Moment, RoleContext, StoreSnapshot } from "../../../wire/role.ts";
import type { EffectSink } from "../ports.ts";
import { findService, type PublishedKeys, type PublishedWsi } from "./entries.ts";
import { publicationMachine, type PublicationEvent } from "./publication-machine.ts";
import { createPublicationRound, type PublicationRound, type RoundStep } from "./publication-round.ts";
import { problemText, readRegistryAnswer, type RegistryProblem } from "./registry-answer.ts";

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
  readonly wsi: PublishedWsi;
}

/** How it stands with the publication. Times are dates in milliseconds. */
export interface PublisherStatus {
  /** State of the machine `publication`; `waiting` and `refused` have an `error`. */
  readonly state: string;
  /** Since when it is so; undefined until it changes for the first time after a start. */
  readonly since: number | undefined;
  /** What is asked for: absent when nothing is left to do. */
  readonly goal: "publish" | "withdraw" | undefined;
  readonly keys: PublishedKeys;
  /** The last trouble, until the registry has done what it was asked. */
  readonly error: (RegistryProblem & { readonly at: number }) | undefined;
  readonly nextTry: number | undefined;
  /** Tries in a row that did not reach the registry. */
  readonly failures: number;
  readonly registry: {
    readonly inquiryUrl: string;
    readonly publishUrl: string;
    readonly version: UddiVersion;
    readonly userId: string;
  };
}

/** The background job that keeps the WSI in the registry. Its requests and timers are named `publishing/…`. */
export interface Publisher {
  readonly status: PublisherStatus;
  /** Takes up what was not finished when the DM server stopped. */
  start(moment: Moment, sink: EffectSink): void;
  publish(moment: Moment, sink: EffectSink): void;
  withdraw(moment: Moment, sink: EffectSink): void;
  handleResponse(request: string, response: HttpResponse, moment: Moment, sink: EffectSink): void;
  handleFailure(request: string, text: string, moment: Moment, sink: EffectSink): void;
  handleTimer(timer: string, moment: Moment, sink: EffectSink): void;
}

/** First pause before the registry is tried again; it doubles up to the longest. Milliseconds. */
const RETRY = { first: 5_000, longest: 300_000 } as const;
/** Registries that are products may be slow to store. */
const TIMEOUT = 30_000;
const CONVERSATION = "publication:1";
const RETRY_TIMER = "publishing/retry";
const COLLECTION = "publication";
/** Requests of one try; more would go round in circles. */
const MOST_REQUESTS = 100;

type Goal = "publish" | "withdraw";
type Message = UddiMessageInput<UddiRequestName>;

/** Creates the publisher; keys and an unfinished job of an earlier life of the store are taken up. */
export function createPublisher(
  options: PublisherOptions,
  context: RoleContext,
  snapshot: StoreSnapshot,
): Publisher {
  const { wsi, version = 2, inquiryUrl, publishUrl, securityUrl = publishUrl, userId, password } = options;
  const stored = new Map(snapshot.entries(COLLECTION));
  let keys = (stored.get("keys") ?? {}) as PublishedKeys;
  /** What is to be done; undefined when it is done, or refused. */
  let goal = stored.get("job") as Goal | undefined;
  const stepper = context.steppers(publicationMachine, keys.service === undefined ? undefined : "published");
  /** Asked for while something else was under way. */
  let queued: Goal | undefined;
  let round: PublicationRound | undefined;
  let authInfo = "";
  let hasLoggedInAgain = false;
  /** Some registries of version 3 want the token in inquiries too. */
  let inquiresWithToken = false;
  /** The request under way. */
  let pending: { readonly request: string; readonly name: UddiRequestName } | undefined;
  let requests = 0;
  let left = MOST_REQUESTS;
  let failures = 0;
  let since: number | undefined;
  let error: PublisherStatus["error"];
  let nextTry: number | undefined;

  const step = (event: PublicationEvent["type"], moment: Moment, sink: EffectSink): void => {
    const moved = stepper.send(event);
    if (!moved || moved.from === moved.state) return;
    const { from, state } = moved;
    since = moment.date;
    sink({ type: "state", machine: "publication", conversation: CONVERSATION, event, from, state });
  };

  const note = (
    code: string,
    text: string,
    sink: EffectSink,
    severity: "info" | "warning" = "warning",
    problem?: RegistryProblem,
  ): void =>
    sink({
      type: "note",
      code,
      text,
      severity,
      conversation: CONVERSATION,
      ...(problem ? { data: { ...problem } } : {}),
    });

  const report = (name: string, data: Readonly<Record<string, unknown>>): Effect => ({
    type: "report",
    report: { name, conversation: CONVERSATION, data },
  });

  const store = (sink: EffectSink): void =>
    sink({
      type: "commit",
      writes: [
        { collection: COLLECTION, key: "keys", value: keys },
        { collection: COLLECTION, key: "job", value: goal },
      ],
    });

  const ask = (message: Message, sink: EffectSink): void => {
    const api = apiOfRequest(message.name) ?? "publication";
    const url = { inquiry: inquiryUrl, publication: publishUrl, security: securityUrl }[api];
    const withToken = api === "inquiry" && inquiresWithToken;
    const sent = withToken ? ({ ...message, value: { authInfo, ...message.value } } as Message) : message;
    const name = `publishing/${++requests}`;
    pending = { request: name, name: message.name };
    sink({
      type: "request",
      request: name,
      channel: "uddi",
      http: writeUddiRequest(url, sent, version),
      timeout: TIMEOUT,
      conversation: CONVERSATION,
    });
  };

  const logIn = (sink: EffectSink): void =>
    ask({ name: "get_authToken", value: { userID: userId, cred: password } }, sink);

  const askNext = (moment: Moment, sink: EffectSink): void => {
    if (left-- <= 0)
      return refuse({ text: `it was asked ${MOST_REQUESTS} times and it led to nothing` }, moment, sink);
    if (round) return ask(round.question(authInfo), sink);
    // a service whose saving was never answered may be there all the same
    if (keys.service === undefined) return ask(findService(version, wsi, keys.business ?? ""), sink);
    ask({ name: "delete_service", value: { authInfo, serviceKey: [keys.service] } }, sink);
  };

  /** Begins what was asked for meanwhile. */
  const beginQueued = (moment: Moment, sink: EffectSink): void => {
    const next = queued;
    queued = undefined;
    if (next !== undefined) begin(next, moment, sink);
  };

  const request = (next: Goal, moment: Moment, sink: EffectSink): void => {
    const isBusy = goal !== undefined && pending !== undefined;
    if (!isBusy) begin(next, moment, sink);
    else queued = goal === next ? undefined : next;
  };

  const begin = (next: Goal, moment: Moment, sink: EffectSink): void => {
    goal = next;
    pending = undefined;
    nextTry = undefined;
    sink({ type: "timer.cancel", timer: RETRY_TIMER });
    step(next === "publish" ? "publication.requested" : "withdrawal.requested", moment, sink);
    if (next === "withdraw" && keys.business === undefined) return finish(moment, sink);
    store(sink);
    round = next === "publish" ? createPublicationRound(version, wsi, keys) : undefined;
    hasLoggedInAgain = false;
    left = MOST_REQUESTS;
    logIn(sink);
  };

  /** The registry has done what it was asked. */
  const finish = (moment: Moment, sink: EffectSink): void => {
    const done = goal;
    goal = undefined;
    error = undefined;
    failures = 0;
    const hadToken = pending !== undefined;
    if (done === "withdraw")
      keys = { ...keys, service: undefined, binding11: undefined, binding12: undefined };
    store(sink);
    if (done === "withdraw") step("service.deleted", moment, sink);
    sink(
      done === "withdraw"
        ? report("publication.withdrawn", {})
        : report("publication.published", { ...keys }),
    );
    round = undefined;
    if (queued !== undefined) beginQueued(moment, sink);
    else if (hadToken) ask({ name: "discard_authToken", value: { authInfo } }, sink);
  };

  const refuse = (problem: RegistryProblem, moment: Moment, sink: EffectSink): void => {
    const reason = problemText(problem);
    const what = goal ?? "publish";
    goal = undefined;
    pending = undefined;
    error = { ...problem, at: moment.date };
    step("registry.refused", moment, sink);
    store(sink);
    note("publication-refused", `The registry refused to ${what}: ${reason}`, sink, "warning", problem);
    sink(report("publication.refused", { reason, code: problem.code, errno: problem.errno }));
    beginQueued(moment, sink);
  };

  const postpone = (problem: RegistryProblem, moment: Moment, sink: EffectSink): void => {
    pending = undefined;
    const pause = Math.min(RETRY.longest, RETRY.first * 2 ** failures++);
    error = { ...problem, at: moment.date };
    nextTry = moment.date + pause;
    if (round) keys = round.keys;
    store(sink);
    step("registry.unreachable", moment, sink);
    sink({ type: "timer.arm", timer: RETRY_TIMER, due: moment.now + pause });
    note(
      "registry-unreachable",
      `The registry cannot be reached (${problemText(problem)}); the next try is in ${pause / 1000} s`,
      sink,
      "warning",
      problem,
    );
    beginQueued(moment, sink);
  };

  const follow = (
    { event, remark, problem, done = false }: RoundStep,
    moment: Moment,
    sink: EffectSink,
  ): void => {
    if (problem !== undefined) return refuse({ text: problem }, moment, sink);
    if (remark !== undefined)
      note("publication-keys", `Another try with other keys: ${remark}`, sink, "info");
    if (round) keys = round.keys;
    if (event) step(event, moment, sink);
    if (done) finish(moment, sink);
    else askNext(moment, sink);
  };

  const tokenLost = (
    problem: RegistryProblem,
    name: UddiRequestName,
    moment: Moment,
    sink: EffectSink,
  ): void => {
    if (hasLoggedInAgain || name === "get_authToken") return refuse(problem, moment, sink);
    hasLoggedInAgain = true;
    inquiresWithToken ||= version === 3 && apiOfRequest(name) === "inquiry";
    note("publication-login", `Another log-in: ${problemText(problem)}`, sink, "info", problem);
    logIn(sink);
  };

  /** An error may be one that the round can help itself with, or say that there is nothing left to delete. */
  const objected = (problem: RegistryProblem, moment: Moment, sink: EffectSink): void => {
    const { code = "" } = problem;
    if (!round && ["E_invalidKeyPassed", "E_keyRetired"].includes(code)) return finish(moment, sink);
    const next = authInfo === "" ? undefined : round?.refused(code);
    if (next) follow(next, moment, sink);
    else refuse(problem, moment, sink);
  };

  return {
    get status() {
      return {
        state: stepper.state,
        since,
        goal,
        keys,
        error,
        nextTry,
        failures,
        registry: { inquiryUrl, publishUrl, version, userId },
      };
    },
    start: (moment, sink) => {
      if (goal !== undefined) begin(goal, moment, sink);
    },
    publish: (moment, sink) => request("publish", moment, sink),
    withdraw: (moment, sink) => request("withdraw", moment, sink),
    handleTimer: (timer, moment, sink) => {
      if (timer === RETRY_TIMER && goal !== undefined) begin(goal, moment, sink);
    },
    handleResponse: (request, response, moment, sink) => {
      if (request !== pending?.request) return;
      const { name } = pending;
      const answer = readRegistryAnswer(response, version, name);
      // nothing depends on how the log-out ends
      if (name === "discard_authToken") {
        pending = undefined;
        authInfo = "";
        return;
      }
      switch (answer.kind) {
        case "token":
          return tokenLost(answer.problem, name, moment, sink);
        case "later":
          return postpone(answer.problem, moment, sink);
        case "refused":
          return name === "get_authToken"
            ? refuse(answer.problem, moment, sink)
            : objected(answer.problem, moment, sink);
        case "success":
          return finish(moment, sink);
        case "answer":
          if (answer.message.name === "authToken") {
            authInfo = answer.message.value.authInfo;
            step("token.received", moment, sink);
            return askNext(moment, sink);
          }
          if (round) follow(round.take(answer.message), moment, sink);
          else if (answer.message.name === "serviceList") {
            const service = answer.message.value.serviceInfos?.serviceInfo[0]?.serviceKey;
            keys = { ...keys, service };
            if (service === undefined) finish(moment, sink);
            else askNext(moment, sink);
          }
      }
    },
    handleFailure: (request, text, moment, sink) => {
      if (request !== pending?.request) return;
      if (pending.name === "discard_authToken") pending = undefined;
      else postpone({ text }, moment, sink);
    },
  };
}
