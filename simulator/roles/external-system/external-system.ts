import { toPlainJson } from "../../stacks/wsi-json.ts";
import { underProfile } from "../../stacks/wsi-profiled-role.ts";
import type { Effect, Role, RoleContext, RoleEvent, StoreSnapshot } from "../../wire/role.ts";
import { createBehaviours } from "./callback-behaviour.ts";
import { createCallbackService, type ReceivedCallback } from "./callback-service.ts";
import { createCallbackStreams } from "./callback-streams.ts";
import { createCalls, type Call, type Follower } from "./calls.ts";
import { problemOfCommand } from "./command-check.ts";
import type { ExternalSystemCommand, ExternalSystemOptions } from "./command.ts";
import { createEarlyCallbacks } from "./early-callbacks.ts";
import { textIn } from "./expected-outcomes.ts";
import { createLookups } from "./lookups.ts";
import { createMemory } from "./memory.ts";
import { createOpenOperations, type OperationRecord } from "./open-operations.ts";
import { followOperation } from "./operations.ts";
import { outcomeEvent, tellOutcome, totalsIn } from "./outcomes.ts";
import { createRegistration } from "./registration.ts";
import { createTunnels } from "./tunnels.ts";
import { createTurn, type Turn } from "./turn.ts";
import type { ExternalSystemView } from "./view.ts";

/** An External System with what can be seen of it. */
export interface ExternalSystem extends Role<ExternalSystemCommand> {
  readonly view: ExternalSystemView;
}

/**
 * Creates an External System: it looks up, registers, calls operations and hosts the callback service. With a store it
 * remembers its registration, its open operations and which callbacks came, and commits them before it answers.
 */
export function createExternalSystem(
  options: ExternalSystemOptions,
  context: RoleContext,
  store?: StoreSnapshot,
): ExternalSystem {
  const memory = createMemory(store);
  const behaviours = createBehaviours();
  const operations = createOpenOperations(context.steppers, memory);
  const early = createEarlyCallbacks();

  const follow = (call: Call): Follower => {
    switch (call.operation) {
      case "RegisterExternalSystem":
      case "DeregisterExternalSystem":
        return registration.follow(call);
      case "InitiateSession":
      case "ExchangePackage":
      case "TerminateSession":
        return tunnels.follow(call);
      default:
        return followOperation(call, operations, opened);
    }
  };

  const calls = createCalls({
    options,
    context,
    follow,
    conversationOf: (value) => {
      const operationId = textIn(value, "operationId");
      if (operationId !== undefined) return operations.get(operationId)?.conversation;
      const sessionId = textIn(value, "sessionId");
      return sessionId === undefined ? undefined : tunnels.ofSession(sessionId)?.conversation;
    },
    onFailure: (call, failure, turn) => registration.failed(call, failure, turn),
  });
  const lookups = createLookups(options, calls);
  const registration = createRegistration(options, context, calls, memory);
  const opened = (operationId: string, turn: Turn): void => {
    for (const callback of early.release(operationId)) apply(callback, turn);
  };
  const tunnels = createTunnels(options, operations, calls, opened);

  /** What a callback changes. */
  const apply = (callback: ReceivedCallback, turn: Turn): void => {
    switch (callback.operation) {
      case "RegistrationConfirmation":
        return registration.confirmed(callback.value, turn);
      case "SessionStatus":
        return tunnels.status(callback.value, turn);
      case "PackageDelivery":
        return tunnels.delivered(callback.value, turn);
      default: {
        const { operationId } = callback.value;
        const record = operations.get(operationId);
        const totals = totalsIn(callback);
        if (record)
          operations.step(operationId, outcomeEvent(callback, record), turn, totals ? { totals } : {});
      }
    }
  };

  const take = (callback: ReceivedCallback, turn: Turn): void => {
    const { operationId, sequence } = callback.value;
    const record = operations.get(operationId);
    const { view } = registration;
    const own = callback.operation === "RegistrationConfirmation";
    const conversation = own
      ? `registration:${callback.value.registrationId}`
      : (record?.conversation ?? `operation:${operationId}`);
    const call = own && view.operationId === operationId ? view.call : record?.call;
    if (record || own) apply(callback, turn);
    else if (calls.unnamed > 0) early.hold(callback);
    else
      turn.sink({
        type: "note",
        code: "callback-unknown",
        text: `${callback.operation} is about an operation that is not known here: ${operationId.slice(0, 80)}`,
        severity: "info",
        conversation,
      });
    turn.report(
      "callback.received",
      {
        ...(call === undefined ? {} : { call }),
        callback: callback.operation,
        operationId,
        sequence,
        content: toPlainJson(callback.operation, "request", callback.value),
      },
      conversation,
    );
    tellOutcome(callback, conversation, turn);
  };

  const callbacks = createCallbackService({
    credentials: options.callback.credentials,
    crypto: context.crypto,
    streams: createCallbackStreams(memory),
    behaviours,
    requestedBy: (operationId) => {
      const { view } = registration;
      return view.operationId === operationId ? view.messageId : operations.get(operationId)?.messageId;
    },
    take,
  });

  const command = (asked: ExternalSystemCommand, turn: Turn): void => {
    const problem = problemOfCommand(asked);
    if (problem !== undefined)
      return turn.report("command.refused", { name: asked.name, reason: problem, findings: [] });
    switch (asked.name) {
      case "findService": {
        const { registry } = options;
        const inquiryUrl = asked.inquiryUrl ?? registry?.inquiryUrl;
        if (typeof inquiryUrl === "string")
          return lookups.findService(inquiryUrl, asked.serviceName, turn, asked.version ?? registry?.version);
        const reason = "inquiryUrl is missing, and no registry is configured";
        return turn.report("command.refused", { name: asked.name, reason, findings: [] });
      }
      case "fetchWsdl":
        return lookups.fetchWsdl(asked.url, turn);
      case "register":
        return registration.register(asked, turn);
      case "deregister":
        return registration.deregister(turn);
      case "initiateSession":
        return tunnels.initiate(asked, turn);
      case "exchangePackage":
        return tunnels.exchange(asked, turn);
      case "terminateSession":
        return tunnels.terminate(asked, turn);
      case "call":
        return calls.make(asked, asked.name, turn);
      case "manageParameters": {
        const { deviceId, commands, atomic, expires } = asked;
        const value = { deviceId, command: commands, atomic, expires };
        return calls.make({ operation: "ManageParameters", value }, asked.name, turn);
      }
      case "queryOperation": {
        const value = { operationId: asked.operationId };
        return calls.make({ operation: "QueryOperation", value }, asked.name, turn);
      }
      case "discoverDevices": {
        const { deviceId } = asked.filter ?? {};
        const value = { filter: { ...asked.filter, deviceId: deviceId === undefined ? [] : [deviceId] } };
        return calls.make({ operation: "DiscoverDevices", value }, asked.name, turn);
      }
      case "setCallbackBehaviour": {
        const changed = behaviours.change({ ...asked.behaviour });
        if (typeof changed === "string")
          return turn.report("command.refused", { name: asked.name, reason: changed, findings: [] });
        return turn.report("behaviour.changed", { ...changed });
      }
    }
  };

  const handle = (event: RoleEvent<ExternalSystemCommand>, turn: Turn): void => {
    switch (event.type) {
      case "command":
        return command(event.command, turn);
      case "request.received":
        return callbacks.receive(event, turn);
      case "request.gone":
        return callbacks.gone(event.exchange, turn);
      case "response.received":
        if (!calls.answered(event.request, event.response, turn))
          lookups.answered(event.request, event.response, turn);
        return;
      case "request.failed":
        if (!calls.failed(event.request, event.reason, event.text, turn))
          lookups.failed(event.request, event.text, turn);
        return;
      case "timer.expired":
        if (!calls.due(event.timer, turn)) callbacks.due(event.timer, turn);
        return;
      case "commit.failed":
      case "push.received":
        return; // a failed commit is handled before; nothing is pushed to an External System
    }
  };

  const handleEvent: ExternalSystem["handle"] = (event, moment) => {
    if (event.type === "commit.failed") {
      // what was done stays done and is written with the next event; a sender has to deliver again until then
      memory.failed();
      return event.dropped.map(refusedWhileUnstored);
    }
    const effects: Effect[] = [];
    handle(event, createTurn(moment, effects));
    if (calls.unnamed === 0) early.clear();
    const writes = memory.take();
    return writes.length > 0 ? [{ type: "commit", writes }, ...effects] : effects;
  };

  const { profile } = options;
  return {
    handle: profile ? underProfile(handleEvent, profile, "external-system") : handleEvent,
    view: {
      id: options.id,
      get endpoint() {
        return calls.endpoint;
      },
      get registration() {
        return registration.view;
      },
      operations: () => operations.all(),
      finished: () => operations.finished(),
      operation: (operationId) => operations.get(operationId),
      sessions: () => those(operations.all(), ({ machine }) => machine === "tunnel"),
      subscriptions: () => those(operations.all(), ({ subscriptionId }) => subscriptionId !== undefined),
      callbacks: () => callbacks.entries(),
      get behaviour() {
        return behaviours.current;
      },
    },
  };
}

function* those(
  records: Iterable<OperationRecord>,
  test: (record: OperationRecord) => boolean,
): Iterable<OperationRecord> {
  for (const record of records) if (test(record)) yield record;
}

/** A callback whose commit failed is not acknowledged; everything else goes on. */
function refusedWhileUnstored(effect: Effect): Effect {
  if (effect.type !== "respond" || effect.http.status >= 300) return effect;
  return { ...effect, http: { status: 503, headers: { "content-length": "0" }, body: new Uint8Array(0) } };
}
