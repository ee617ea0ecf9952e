import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AskingSystem, CallStory, Draft, Sending } from "../../../../simulator/api/index.ts";
import { announce } from "../../../state/announcer.ts";
import { host, hostQueries } from "../../../state/host-client.ts";

/** A request that a form has sent, and what has become of it. */
export interface SentCall {
  /** True from sending until the story begins. */
  readonly sending: boolean;
  readonly story: CallStory | undefined;
  /** Why it could not be sent at all. */
  readonly refusal: string | undefined;
  readonly send: (system: AskingSystem, draft: Draft) => Promise<void>;
  /** Forgets what was sent: the form is as before. */
  readonly reset: () => void;
}

/** The way in which a form sends: over the wire, as the External System is set up, in the history of the console too. */
export function sendingOf({ soapVersion }: AskingSystem): Sending {
  return { soapVersion, credentials: { who: "own" }, addressing: { use: "default" } };
}

/** Sends requests of a form one after the other, and follows the latest. */
export function useCall(run: string): SentCall {
  const [call, setCall] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const [sending, setSending] = useState(false);
  const query = useQuery(
    hostQueries.console.watch.experimental_liveOptions({
      input: { run, ...(call === undefined ? {} : { call }) },
      enabled: call !== undefined,
      retry: false,
    }),
  );
  const story = query.data?.story;
  return {
    sending: sending || (call !== undefined && story?.call !== call),
    story: story?.call === call ? story : undefined,
    refusal,
    send: async (system, draft) => {
      setRefusal(undefined);
      setSending(true);
      try {
        const made = { operation: draft.name, system: system.id, sending: sendingOf(system), draft };
        const sent = await host.console.send({ run, ...made });
        announce(`${draft.name} is sent.`);
        setCall(sent.call);
      } catch (cause) {
        setRefusal(cause instanceof Error ? cause.message : String(cause));
      } finally {
        setSending(false);
      }
    },
    reset: () => {
      setCall(undefined);
      setRefusal(undefined);
    },
  };
}

/** True while something of the call is still to come. */
export function isOpen({ sending, story }: SentCall): boolean {
  return sending || story?.state === "sending" || story?.state === "waiting";
}

/** True when the DM server took the request. */
export function isTaken({ story }: SentCall): boolean {
  return story !== undefined && !["sending", "faulted", "rejected", "failed"].includes(story.state);
}
