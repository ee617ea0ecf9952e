import { Button, UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type {
  AlertRecipient,
  AskedPart,
  DiagnosticsView,
  SubscriptionView,
} from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { MessageLink, useOpenMessage } from "../../shared/journal/message-link.tsx";
import { Badge, WarningMark } from "../../shared/widgets/badge.tsx";
import { Banner } from "../../shared/widgets/banner.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { pauseRecipient, resumeRecipient, tryNow } from "../../state/callback-actions.tsx";
import { diagnosticsDialog } from "../../state/diagnostics-ui.ts";
import { shortName, timeOfDay, toneOf } from "./words.ts";
import styles from "./diagnostics.module.css";

/** Why a subscription can neither be renewed nor ended from here; undefined when it can. */
export function fixedOf({ ours, inForce, owner, state }: SubscriptionView): string | undefined {
  if (!ours) return `${owner} is not an External System of this workbench: it renews and ends its own.`;
  return inForce ? undefined : `The subscription is ${state}.`;
}

/** What a subscription asked for and was granted, and what each recipient got of it. */
export function SubscriptionPane({
  run,
  view,
  date,
}: {
  readonly run: string;
  readonly view: DiagnosticsView | undefined;
  readonly date: number;
}) {
  const navigate = useNavigate();
  const open = useOpenMessage(run);
  const subscription = view?.subscription;
  if (view === undefined || subscription === undefined)
    return (
      <Pane label="Subscription" className={styles.pane}>
        <PaneHead title="Subscription" />
        <Empty>
          What a subscription asked for, what was granted of it and what waits for its recipient stand here.
        </Empty>
      </Pane>
    );
  const { subscriptionId, state, alertTypes, parameters, owner, recipient, waits } = subscription;
  const fixed = view.over ?? fixedOf(subscription);
  return (
    <Pane label="Subscription" className={styles.pane}>
      <PaneHead
        title={owner}
        about={
          subscription.request !== undefined && (
            <>
              asked in <MessageLink run={run} seq={subscription.request} />
            </>
          )
        }
      >
        <Badge badge={{ text: state, tone: toneOf(state) }} />
      </PaneHead>
      <ScrollRegion label="Subscription, in full" className="grow">
        <p className={styles.id}>
          <span className="data clip" title={subscriptionId}>
            {subscriptionId}
          </span>
          <CopyButton text={subscriptionId} label="Copy the subscriptionId" />
        </p>
        <Asked title="Alert types asked" parts={alertTypes} />
        {parameters.length === 0 ? (
          <>
            <SectionCaption>Parameters asked</SectionCaption>
            <p className={styles.note}>none: every item of an alert passes</p>
          </>
        ) : (
          <Asked title="Parameters asked" parts={parameters} />
        )}
        <SectionCaption>Told to {owner}</SectionCaption>
        <Told run={run} subscription={subscription} />
        <SectionCaption>What each recipient got</SectionCaption>
        <RecipientTable recipients={view.recipients} chosen={recipient} date={date} />
        <Waiting run={run} view={view} subscription={subscription} />
        {waits > 0 && (
          <p className={styles.note}>
            <Button
              variant="subtle"
              onClick={() => void navigate({ to: "/callbacks/$run", params: { run } })}
            >
              See the queue
            </Button>
          </p>
        )}
      </ScrollRegion>
      <div className={styles.foot}>
        <Button
          disabled={subscription.request === undefined}
          onClick={() => {
            open(subscription.request ?? 0);
          }}
        >
          Open in ladder
        </Button>
        <Button
          disabled={fixed !== undefined}
          title={fixed}
          onClick={() => {
            diagnosticsDialog.set({ form: "renew", subscriptionId, owner });
          }}
        >
          Renew…
        </Button>
        <span className="grow" />
        <Button
          variant="subtle"
          disabled={fixed !== undefined}
          title={fixed}
          onClick={() => {
            diagnosticsDialog.set({ form: "unsubscribe", subscriptionId, owner, waits, recipient });
          }}
        >
          Unsubscribe…
        </Button>
      </div>
    </Pane>
  );
}

function Told({ run, subscription }: { readonly run: string; readonly subscription: SubscriptionView }) {
  const navigate = useNavigate();
  const { state, told, target, setUp, createdAt, expiresAt, endedAt, reason, operationId } = subscription;
  const until =
    endedAt !== undefined
      ? `over since ${timeOfDay(endedAt)}`
      : expiresAt === undefined
        ? "until it is ended"
        : `until ${timeOfDay(expiresAt)}`;
  return (
    <dl className={styles.facts}>
      <dt>status</dt>
      <dd>
        SubscriptionStatus <b className="strong">{state}</b>
        {told === undefined ? (
          ", not answered yet"
        ) : (
          <>
            {" "}
            in <MessageLink run={run} seq={told} />
          </>
        )}
      </dd>
      <dt>devices</dt>
      <dd>{target}</dd>
      <dt>asked</dt>
      <dd>
        {timeOfDay(createdAt)}, {until}
        {reason !== undefined && `: ${reason}`}
      </dd>
      {setUp !== undefined && (
        <>
          <dt>set-up</dt>
          <dd>
            {counted(setUp.commands, "command")}, {formatCount(setUp.succeeded)} of{" "}
            {counted(setUp.devices, "device")} done
            {setUp.failed > 0 && `, ${formatCount(setUp.failed)} failed`}
            {setUp.session !== undefined && (
              <>
                {" "}
                in <MessageLink run={run} seq={setUp.session} />
              </>
            )}
          </dd>
        </>
      )}
      <dt>operation</dt>
      <dd>
        <UnstyledButton
          className={`${styles.link ?? ""} data clip`}
          aria-label={`Open the operation ${operationId}`}
          onClick={() =>
            void navigate({ to: "/operations/$run/$operation", params: { run, operation: operationId } })
          }
        >
          {operationId}
        </UnstyledButton>
      </dd>
    </dl>
  );
}

function RecipientTable({
  recipients,
  chosen,
  date,
}: {
  readonly recipients: readonly AlertRecipient[];
  readonly chosen: string;
  readonly date: number;
}) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">recipient</th>
          <th scope="col" className={styles.number} style={{ width: 44 }}>
            got
          </th>
          <th scope="col" className={styles.number} style={{ width: 52 }}>
            waits
          </th>
          <th scope="col" style={{ width: "44%" }}>
            why
          </th>
        </tr>
      </thead>
      <tbody>
        {recipients.map((each) => (
          <tr key={`${each.server} ${each.externalSystem}`} aria-selected={each.externalSystem === chosen}>
            <td className="clip" title={each.name}>
              {each.externalSystem}
            </td>
            <td className={`data ${styles.number ?? ""}`}>{formatCount(each.got)}</td>
            <td className={`data ${styles.number ?? ""}`}>{formatCount(each.waits)}</td>
            <td className="clip" title={each.why}>
              <Why recipient={each} date={date} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Why({ recipient, date }: { readonly recipient: AlertRecipient; readonly date: number }) {
  const { state, why, status, nextAt, givenUp } = recipient;
  const seconds = nextAt === undefined ? undefined : Math.max(0, Math.ceil((nextAt - date) / 1000));
  return (
    <>
      {status !== undefined && <Badge badge={{ text: String(status), tone: "fail" }} />}{" "}
      {state === "paused" ? <Badge badge={{ text: "paused", tone: "held" }} /> : why}
      {seconds !== undefined && `, try in ${seconds} s`}
      {givenUp > 0 && `, ${formatCount(givenUp)} given up`}
    </>
  );
}

/** What can be done where alerts wait. */
function Waiting({
  run,
  view,
  subscription,
}: {
  readonly run: string;
  readonly view: DiagnosticsView;
  readonly subscription: SubscriptionView;
}) {
  const recipient = view.recipients.find(({ externalSystem }) => externalSystem === subscription.recipient);
  if (recipient?.registrationId === undefined) return undefined;
  const { registrationId, name, state, waits } = recipient;
  const place = { run, registrationId };
  const off = { disabled: view.over !== undefined, title: view.over };
  const action: ReactNode =
    state === "paused" ? (
      <Button {...off} onClick={() => void resumeRecipient(place)}>
        Resume {name}
      </Button>
    ) : (
      <>
        {waits > 0 && (
          <Button {...off} onClick={() => void tryNow(place)}>
            Try now
          </Button>
        )}
        {(state === "open" || state === "silent") && (
          <Button {...off} variant="subtle" onClick={() => void pauseRecipient(place)}>
            Pause {name}
          </Button>
        )}
      </>
    );
  return (
    <div className={styles.banner}>
      {waits > 0 && (
        <Banner tone="held" mark={<WarningMark />} role="note">
          <b className="strong">
            {counted(waits, "alert")} {waits === 1 ? "waits" : "wait"} for {name}.
          </b>{" "}
          They go out in order when it {state === "paused" ? "is resumed" : "answers"}, after a restart too.
        </Banner>
      )}
      <div className={styles.bannerActions}>{action}</div>
    </div>
  );
}

function Asked({ title, parts }: { readonly title: string; readonly parts: readonly AskedPart[] }) {
  const granted = parts.filter((part) => part.granted !== "refused").length;
  return (
    <>
      <SectionCaption aside={`${granted} of ${parts.length}`}>{title}</SectionCaption>
      <ul className={styles.asked}>
        {parts.map(({ text, granted: state, about, rule }) => (
          <li key={text}>
            <span className={styles.askedPart}>
              <span className="data clip" title={text}>
                {shortName(text, 3)}
              </span>
              <span className="grow" />
              <Badge
                badge={{
                  text: state,
                  tone: state === "refused" ? "fail" : state === "narrowed" ? "warn" : "plain",
                }}
              />
            </span>
            {about !== undefined && <span className="caption">{about}</span>}
            {rule !== undefined && <span className="caption">Policy: {rule}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
