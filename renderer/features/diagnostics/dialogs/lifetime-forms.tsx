import { useState } from "react";
import type { AskingSystem } from "../../../../simulator/api/index.ts";
import { counted } from "../../../shared/format/count.ts";
import { renewRequest, unsubscribeRequest } from "../requests.ts";
import { CallFoot } from "./dialog-frame.tsx";
import { LifetimeField } from "./subscribe-form.tsx";
import { isTaken, useCall } from "./use-call.ts";
import styles from "./dialogs.module.css";

/** Gives a subscription a new lifetime. */
export function RenewForm({
  run,
  subscriptionId,
  system,
}: {
  readonly run: string;
  readonly subscriptionId: string;
  readonly system: AskingSystem | undefined;
}) {
  const call = useCall(run);
  const [expires, setExpires] = useState("");
  const draft = renewRequest(subscriptionId, expires);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (system !== undefined) void call.send(system, draft);
      }}
    >
      <p>
        <span className="data">{subscriptionId}</span> of {system?.id}
      </p>
      <LifetimeField
        value={expires}
        same="the one that it was made with"
        onChange={(value) => {
          setExpires(value);
          call.reset();
        }}
      />
      <CallFoot run={run} call={call} system={system} draft={draft} action="Renew" unavailable={undefined} />
    </form>
  );
}

/** F3.13: asked before a subscription is ended. */
export function UnsubscribeForm({
  run,
  subscriptionId,
  system,
  waits,
  recipient,
}: {
  readonly run: string;
  readonly subscriptionId: string;
  readonly system: AskingSystem | undefined;
  readonly waits: number;
  readonly recipient: string;
}) {
  const call = useCall(run);
  const draft = unsubscribeRequest(subscriptionId);
  const taken = isTaken(call);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (system !== undefined) void call.send(system, draft);
      }}
    >
      <p>
        <b className="strong">Nothing more is forwarded</b> for <span className="data">{subscriptionId}</span>
        . What is stored stays stored, and can be retrieved by a filter.
      </p>
      <p>
        {waits > 0
          ? `${counted(waits, "alert")} that ${waits === 1 ? "waits" : "wait"} for ${recipient} still go out; then the end is told with SubscriptionStatus.`
          : "The end is told with SubscriptionStatus."}
      </p>
      <CallFoot
        run={run}
        call={call}
        system={system}
        draft={draft}
        action="Unsubscribe"
        leave={taken ? "Close" : "Keep it"}
        unavailable={taken ? "It is unsubscribed." : undefined}
      />
    </form>
  );
}
