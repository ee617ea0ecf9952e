import { setup } from "xstate";
import { spec } from "../../../core/spec-ref.ts";

const flow = spec("dm-pro", "8 Package flow");
const security = spec("dm-sec", "5.1 Credentials");
const alerts = spec("dm-pro", "8.7 Alert");
const tunnel = spec("wsi-contract", "8 The tunnel");

/** What happens to a DM session at the server, after the message that brought it was read and judged. */
export type SessionEvent =
  | { readonly type: "work.due" }
  | { readonly type: "notification.due" }
  | { readonly type: "notification.unanswered" }
  | { readonly type: "notification.overtaken" }
  | { readonly type: "package1.challenged" }
  | { readonly type: "package1.refused" }
  | { readonly type: "package1.authenticated" }
  | { readonly type: "package1.continued" }
  | { readonly type: "work.begun" }
  | { readonly type: "work.completed" }
  | { readonly type: "work.awaited" }
  | { readonly type: "work.finished" }
  | { readonly type: "work.aborted" }
  | { readonly type: "work.expired" }
  | { readonly type: "session.finished" }
  | { readonly type: "commands.available" }
  | { readonly type: "commands.rejected" }
  | { readonly type: "hold.elapsed" }
  | { readonly type: "rounds.exhausted" }
  | { readonly type: "nextMessage.requested" }
  | { readonly type: "server.challenged" }
  | { readonly type: "server.refused" }
  | { readonly type: "package3.continued" }
  | { readonly type: "package3.received" }
  | { readonly type: "chunk.due" }
  | { readonly type: "device.challenged" }
  | { readonly type: "device.refused" }
  | { readonly type: "device.aborted" }
  | { readonly type: "device.silent" };

/** Names of what the server does when the session moves; `session-actions.ts` carries them out. */
export type SessionAction =
  | "sendNotification"
  | "sendChallenge"
  | "sendRefusal"
  | "storeDevice"
  | "reportEstablished"
  | "requestNextMessage"
  | "sendCommands"
  | "resendCommands"
  | "sendChunk"
  | "holdResponse"
  | "keepAlive"
  | "sendPackage4"
  | "sendAbort"
  | "reportPackage3"
  | "reportRefused"
  | "reportClosed"
  | "reportAborted"
  | "reportTimedOut";

const nothing = (): void => undefined;

const package1 = {
  "package1.challenged": { target: "authenticating", actions: "sendChallenge" },
  "package1.refused": { target: "refused", actions: ["sendRefusal", "reportRefused"] },
  "package1.authenticated": { target: "established", actions: "storeDevice" },
} as const;

const endings = {
  "server.refused": { target: "refused", actions: ["sendPackage4", "reportRefused"] },
  "device.refused": { target: "refused", actions: ["sendRefusal", "reportRefused"] },
  "device.aborted": { target: "aborted", actions: ["sendPackage4", "reportAborted"] },
  "device.silent": { target: "timedOut", actions: "reportTimedOut" },
} as const;

const workEndings = {
  "work.finished": { target: "closed", actions: ["sendPackage4", "reportClosed"] },
  "work.aborted": { target: "aborted", actions: ["sendAbort", "reportAborted"] },
  "work.expired": { target: "timedOut", actions: ["sendAbort", "reportTimedOut"] },
} as const;

/**
 * One DM session as the server sees it (DM Protocol 1.2, 8): from the notification or the device's own Package 1 to
 * Package 4. Data and messages are kept beside the machine.
 */
export const sessionMachine = setup({
  types: { events: {} as SessionEvent },
  actions: {
    sendNotification: nothing,
    sendChallenge: nothing,
    sendRefusal: nothing,
    storeDevice: nothing,
    reportEstablished: nothing,
    requestNextMessage: nothing,
    sendCommands: nothing,
    resendCommands: nothing,
    sendChunk: nothing,
    holdResponse: nothing,
    keepAlive: nothing,
    sendPackage4: nothing,
    sendAbort: nothing,
    reportPackage3: nothing,
    reportRefused: nothing,
    reportClosed: nothing,
    reportAborted: nothing,
    reportTimedOut: nothing,
  },
}).createMachine({
  id: "dm-server-session",
  initial: "idle",
  states: {
    idle: {
      description: "Nothing has been sent to the device and nothing has come from it.",
      meta: { spec: flow },
      on: { "work.due": { target: "notified", actions: "sendNotification" }, ...package1 },
    },
    notified: {
      description: "Package 0 was sent; Package 1 with its session id is awaited.",
      meta: { spec: spec("dm-not", "6 Package 0") },
      on: {
        "notification.due": { target: "notified", actions: "sendNotification" },
        "notification.unanswered": { target: "timedOut", actions: "reportTimedOut" },
        "notification.overtaken": { target: "closed" },
        "work.finished": { target: "closed", actions: "reportClosed" },
        "work.aborted": { target: "aborted", actions: "reportAborted" },
        "work.expired": { target: "timedOut", actions: "reportTimedOut" },
        ...package1,
      },
    },
    authenticating: {
      description: "The device was challenged; its Package 1 is awaited again, with credentials.",
      meta: { spec: security },
      on: {
        ...package1,
        "device.aborted": endings["device.aborted"],
        "device.silent": endings["device.silent"],
      },
    },
    established: {
      description:
        "The device is authenticated and has nothing outstanding; what comes next is being decided.",
      meta: { spec: flow },
      on: {
        "package1.continued": { target: "established", actions: "requestNextMessage" },
        "device.challenged": { target: "established", actions: "sendChallenge" },
        "work.begun": { target: "established", actions: "reportEstablished" },
        "work.completed": { target: "established", actions: "reportClosed" },
        "work.awaited": { target: "holding", actions: "holdResponse" },
        "commands.available": { target: "managing", actions: "sendCommands" },
        "chunk.due": { target: "managing", actions: "sendChunk" },
        "commands.rejected": { target: "established", actions: "reportPackage3" },
        "session.finished": { target: "closed", actions: "sendPackage4" },
        ...workEndings,
        ...endings,
      },
    },
    holding: {
      description: "The device's request is held until the External System hands over its next package.",
      meta: { spec: tunnel },
      on: {
        "commands.available": { target: "managing", actions: "sendCommands" },
        "chunk.due": { target: "managing", actions: "sendChunk" },
        "commands.rejected": { target: "established", actions: "reportPackage3" },
        "device.challenged": { target: "keepingAlive", actions: "sendChallenge" },
        "hold.elapsed": { target: "keepingAlive", actions: "keepAlive" },
        "rounds.exhausted": { target: "timedOut", actions: ["sendAbort", "reportTimedOut"] },
        ...workEndings,
        ...endings,
      },
    },
    keepingAlive: {
      description: "The device was told to ask again, because the External System has not answered yet.",
      meta: { spec: tunnel },
      on: {
        "device.challenged": { target: "keepingAlive", actions: "sendChallenge" },
        "nextMessage.requested": { target: "holding", actions: "holdResponse" },
        "commands.available": { target: "managing", actions: "sendCommands" },
        "chunk.due": { target: "managing", actions: "sendChunk" },
        "commands.rejected": { target: "established", actions: "reportPackage3" },
        ...workEndings,
        ...endings,
      },
    },
    managing: {
      description: "Commands are with the device; the Package 3 that answers them is awaited.",
      meta: { spec: flow },
      on: {
        "package3.continued": { target: "managing", actions: "requestNextMessage" },
        "commands.available": { target: "managing", actions: "sendCommands" },
        "chunk.due": { target: "managing", actions: "sendChunk" },
        "device.challenged": { target: "managing", actions: "sendChallenge" },
        "server.challenged": { target: "managing", actions: "resendCommands" },
        "package3.received": { target: "established", actions: "reportPackage3" },
        "work.aborted": workEndings["work.aborted"],
        "work.expired": workEndings["work.expired"],
        ...endings,
      },
    },
    closed: {
      type: "final",
      description: "Package 4 without commands was sent, or there was nothing left to do.",
      meta: { spec: flow },
    },
    refused: {
      type: "final",
      description: "Credentials failed after a challenge with a fresh nonce, on one side or the other.",
      meta: { spec: security },
    },
    aborted: { type: "final", description: "One side ended the session early.", meta: { spec: alerts } },
    timedOut: {
      type: "final",
      description: "The device did not come, went silent, or the External System was too slow.",
      meta: { spec: tunnel },
    },
  },
});
