import { setup } from "xstate";
import { spec } from "../../../core/spec-ref.ts";

/** Events of a session, after the device has classified what came in. */
export type DmClientEvent =
  /** A notification with a right digest, or the user, asks for a session. */
  | { type: "notification.accepted" }
  | { type: "session.requested" }
  /** Status 401 or 407 with a challenge that the device can answer. */
  | { type: "challenge.received" }
  /** Status 401 or 407 that the device cannot or may not answer again. */
  | { type: "credentials.refused" }
  /** The server brought commands without the right credentials: for the first time, and again. */
  | { type: "server.challenged" }
  | { type: "server.refused" }
  /** The server's package is complete, and the answer fits one message. */
  | { type: "package.answered" }
  /** The answer needs further messages. */
  | { type: "package.split" }
  /** The server's package has further messages. */
  | { type: "message.received" }
  /** A person at the device has to answer before the execution goes on. */
  | { type: "user.asked" }
  /** The server's package has nothing to do. */
  | { type: "session.ended" }
  /** Alert 1223 of the server. */
  | { type: "abort.received" }
  /** The device's own wish to stop. */
  | { type: "session.abandoned" }
  /** The server speaks another version of the protocol. */
  | { type: "version.rejected" }
  /** Transport failure, an unreadable message, or an error of the server. */
  | { type: "session.failed" };

const setupPhase = spec("dm-pro", "8.1 Setup phase");
const managementPhase = spec("dm-pro", "8.2 Management phase");
const authentication = spec("dm-sec", "5.3 Authentication");

/** What may come while the server's next message is awaited and nothing is wrong with credentials. */
const answers = {
  "package.answered": { target: "awaitingPackage4", actions: "sendPackage3" },
  "package.split": { target: "sendingPackage3", actions: "sendMessage" },
  "message.received": { target: "receivingPackage", actions: "requestNextMessage" },
  "user.asked": { target: "askingUser" },
} as const;

/** What ends a session in any state. */
const endings = {
  "session.ended": { target: "closed" },
  "abort.received": { target: "aborted" },
  "session.abandoned": { target: "aborted", actions: "sendAbort" },
  "version.rejected": { target: "aborted", actions: "rejectVersion" },
  "session.failed": { target: "aborted" },
  "credentials.refused": { target: "refused" },
} as const;

/** One management session, as the client of DM Protocol 1.2 sees it. */
export const dmClientSession = setup({
  types: { events: {} as DmClientEvent },
  actions: {
    /** Alert 1200 or 1201 and DevInfo. */
    sendPackage1: () => {},
    /** The last package again, complete, with credentials made from the challenge. */
    repeatPackage: () => {},
    /** Status and Results of everything, with Final. */
    sendPackage3: () => {},
    /** As much as fits, without Final. */
    sendMessage: () => {},
    /** What is due, and Alert 1222. */
    requestNextMessage: () => {},
    /** Statuses 401 or 407 only, with a challenge. */
    challengeServer: () => {},
    /** Statuses 401 or 407 only, and Alert 1223. */
    refuseServer: () => {},
    /** Status 505 or 513 for the header, and Alert 1223. */
    rejectVersion: () => {},
    /** What is due, and Alert 1223. */
    sendAbort: () => {},
  },
}).createMachine({
  id: "dm-client-session",
  initial: "idle",
  states: {
    idle: {
      description: "No session. A notification or the user can start one.",
      meta: { spec: spec("dm-not", "5 Notification") },
      on: {
        "notification.accepted": { target: "awaitingPackage2", actions: "sendPackage1" },
        "session.requested": { target: "awaitingPackage2", actions: "sendPackage1" },
      },
    },
    awaitingPackage2: {
      description: "Package 1 is sent: alert, device information and, when asked for, credentials.",
      meta: { spec: setupPhase },
      on: {
        ...answers,
        ...endings,
        "challenge.received": { target: "answeringChallenge", actions: "repeatPackage" },
        "server.challenged": { target: "challengingServer", actions: "challengeServer" },
      },
    },
    answeringChallenge: {
      description: "The package is sent again with credentials made from the server's challenge.",
      meta: { spec: authentication },
      on: {
        ...answers,
        ...endings,
        "server.challenged": { target: "challengingServer", actions: "challengeServer" },
        "server.refused": { target: "refused", actions: "refuseServer" },
      },
    },
    challengingServer: {
      description: "The server has to repeat its package with credentials; nothing was executed.",
      meta: { spec: authentication },
      on: {
        ...answers,
        ...endings,
        // a server that gives up instead of sending credentials is refused
        "session.ended": { target: "refused" },
        "challenge.received": { target: "answeringChallenge", actions: "repeatPackage" },
        "server.refused": { target: "refused", actions: "refuseServer" },
      },
    },
    receivingPackage: {
      description: "The server's package is not complete; its next message is asked for.",
      meta: { spec: managementPhase },
      on: {
        ...answers,
        ...endings,
        "challenge.received": { target: "answeringChallenge", actions: "repeatPackage" },
        "server.challenged": { target: "challengingServer", actions: "challengeServer" },
        "server.refused": { target: "refused", actions: "refuseServer" },
      },
    },
    askingUser: {
      description:
        "Commands are executed up to a question; they go on with the answer of the person at the device.",
      meta: { spec: spec("dm-pro", "8.7.1 User interaction") },
      on: { ...answers, ...endings },
    },
    sendingPackage3: {
      description: "A message of Package 3 is sent; the rest follows when the server asks for it.",
      meta: { spec: managementPhase },
      on: {
        ...answers,
        ...endings,
        "challenge.received": { target: "answeringChallenge", actions: "repeatPackage" },
        "server.challenged": { target: "challengingServer", actions: "challengeServer" },
        "server.refused": { target: "refused", actions: "refuseServer" },
      },
    },
    awaitingPackage4: {
      description: "Package 3 is sent; the server goes on with commands or ends the session.",
      meta: { spec: managementPhase },
      on: {
        ...answers,
        ...endings,
        "challenge.received": { target: "answeringChallenge", actions: "repeatPackage" },
        "server.challenged": { target: "challengingServer", actions: "challengeServer" },
        "server.refused": { target: "refused", actions: "refuseServer" },
      },
    },
    closed: {
      type: "final",
      description: "The server had nothing more to do; the device sends nothing.",
      meta: { spec: managementPhase },
    },
    refused: {
      type: "final",
      description: "One side does not accept the other's credentials.",
      meta: { spec: authentication },
    },
    aborted: {
      type: "final",
      description: "The session was stopped: alert 1223, a failure, or a message that cannot be read.",
      meta: { spec: spec("dm-pro", "8.7.2.3 Session abort") },
    },
  },
});

/** Name of an event of the session. */
export type DmClientEventName = DmClientEvent["type"];
