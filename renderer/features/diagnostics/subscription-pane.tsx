import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { AskedPart, DiagnosticsView, SubscriptionView } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { Badge, WarningMark } from "../../shared/widgets/badge.tsx";
import { Banner } from "../../shared/widgets/banner.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { shortName, timeOfDay, toneOf } from "./words.ts";
import styles from "./diagnostics.module.css";

/** What a subscription asked for and was granted, and what each recipient got of it. */
export function SubscriptionPane({
  run,
  view,
  subscription,
}: {
  readonly run: string;
  readonly view: DiagnosticsView | undefined;
  readonly subscription: SubscriptionView | undefined;
}) {
  const navigate = useNavigate();
  if (subscription === undefined)
    return (
      <Pane label="Subscription" className={styles.pane}>
        <PaneHead title="Subscription" />
        <Empty>
          What a subscription asked for, what was granted of it and what waits for its recipient stand here.
        </Empty>
      </Pane>
    );
  const { subscriptionId, operationId, state, alertTypes, parameters, owner, recipient } = subscription;
  const { target, setUpCommands, createdAt, expiresAt, reason, waits } = subscription;
  return (
    <Pane label="Subscription" className={styles.pane}>
      <PaneHead title={owner} about={<span className="data">{subscriptionId}</span>}>
        <Badge badge={{ text: state, tone: toneOf(state) }} />
      </PaneHead>
      <ScrollRegion label="Subscription, in full" className="grow">
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
        <p className={styles.note}>
          SubscriptionStatus {state}. About {target}.{" "}
          {setUpCommands > 0 && `${counted(setUpCommands, "command")} set the devices up. `}
          Asked at {timeOfDay(createdAt)}
          {expiresAt === undefined ? ", until it is ended" : `, until ${timeOfDay(expiresAt)}`}.
          {reason !== undefined && ` It is over: ${reason}.`}
        </p>
        <SectionCaption>What each recipient got</SectionCaption>
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
              <th scope="col" style={{ width: "45%" }}>
                why
              </th>
            </tr>
          </thead>
          <tbody>
            {(view?.subscriptions ?? []).map((each) => (
              <tr key={each.subscriptionId} aria-selected={each.subscriptionId === subscriptionId}>
                <td className="clip" title={each.subscriptionId}>
                  {each.recipient}
                </td>
                <td className={`data ${styles.number ?? ""}`}>{formatCount(each.got)}</td>
                <td className={`data ${styles.number ?? ""}`}>{formatCount(each.waits)}</td>
                <td className="clip" title={each.why}>
                  {each.waits > 0 || each.state === "accepted" || each.state === "partly-accepted"
                    ? each.why
                    : each.state}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {waits > 0 && (
          <div className={styles.banner}>
            <Banner tone="held" mark={<WarningMark />} role="note">
              <b className="strong">
                {counted(waits, "alert")} {waits === 1 ? "waits" : "wait"} for {recipient}.
              </b>{" "}
              They go out in order when it answers, after a restart too.
            </Banner>
          </div>
        )}
      </ScrollRegion>
      <div className={styles.foot}>
        <Button
          onClick={() =>
            void navigate({ to: "/operations/$run/$operation", params: { run, operation: operationId } })
          }
        >
          Open the operation
        </Button>
        <Button variant="subtle" onClick={() => void navigate({ to: "/callbacks/$run", params: { run } })}>
          See the queue
        </Button>
      </div>
    </Pane>
  );
}

function Asked({ title, parts }: { readonly title: string; readonly parts: readonly AskedPart[] }) {
  const granted = parts.filter((part) => part.granted !== "refused").length;
  return (
    <>
      <SectionCaption aside={`${granted} of ${parts.length}`}>{title}</SectionCaption>
      <ul className={styles.asked}>
        {parts.map(({ text, granted: state, about }) => (
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
          </li>
        ))}
      </ul>
    </>
  );
}
