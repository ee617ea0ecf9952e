import { setup } from "xstate";
import { spec } from "../../core/spec-ref.ts";

const ref = spec("wsi-contract", "8 The tunnel");

/** What happens in a tunnelled session, as its External System sees it. */
export type TunnelEvent =
  | { readonly type: "session.acknowledged" }
  | { readonly type: "session.established" }
  | { readonly type: "package1.delivered" }
  | { readonly type: "package2.sent" }
  | { readonly type: "package2.refused" }
  | { readonly type: "package3.delivered" }
  | { readonly type: "termination.sent" }
  | { readonly type: "termination.refused" }
  | { readonly type: "session.closed" }
  | { readonly type: "session.refused" }
  | { readonly type: "session.failed" };

const ends = {
  "session.closed": "closed",
  "session.refused": "refused",
  "session.failed": "failed",
} as const;

/** A session with a device through the DM server (F2.8 to F2.18). */
export const tunnelMachine = setup({ types: { events: {} as TunnelEvent } }).createMachine({
  id: "tunnel",
  initial: "requesting",
  states: {
    requesting: {
      description: "InitiateSession is on its way.",
      meta: { spec: ref },
      on: { "session.acknowledged": "awaitingSession", "session.refused": "refused" },
    },
    awaitingSession: {
      description: "The DM server notifies the device.",
      meta: { spec: ref },
      on: {
        "session.established": "awaitingPackage1",
        "package1.delivered": "established",
        "termination.sent": "terminating",
        ...ends,
      },
    },
    awaitingPackage1: {
      description: "The session stands; package 1 is on its way.",
      meta: { spec: ref },
      on: { "package1.delivered": "established", "termination.sent": "terminating", ...ends },
    },
    established: {
      description: "A package 2 may be handed over.",
      meta: { spec: ref },
      on: { "package2.sent": "awaitingPackage3", "termination.sent": "terminating", ...ends },
    },
    awaitingPackage3: {
      description: "The device carries out the commands.",
      meta: { spec: ref },
      on: {
        "package3.delivered": "established",
        "package2.refused": "established",
        "termination.sent": "terminating",
        ...ends,
      },
    },
    terminating: {
      description: "The end of the session is awaited.",
      meta: { spec: ref },
      on: { "package3.delivered": "terminating", "termination.refused": "established", ...ends },
    },
    closed: { type: "final", description: "The session ended normally.", meta: { spec: ref } },
    refused: { type: "final", description: "A party refused the session.", meta: { spec: ref } },
    failed: { type: "final", description: "The session was aborted or timed out.", meta: { spec: ref } },
  },
});
