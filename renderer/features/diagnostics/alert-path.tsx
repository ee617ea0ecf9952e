import { Button, UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { AlertPath, AlertStation } from "../../../simulator/api/index.ts";
import { MessageLink, useOpenMessage } from "../../shared/journal/message-link.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { exactTime, shortName } from "./words.ts";
import styles from "./diagnostics.module.css";

/** One alert from the device to each recipient. */
export function AlertPathPane({
  run,
  path,
  onClose,
  onSubscription,
}: {
  readonly run: string;
  readonly path: AlertPath;
  readonly onClose: () => void;
  readonly onSubscription: (subscriptionId: string) => void;
}) {
  const navigate = useNavigate();
  const open = useOpenMessage(run);
  const { number, deviceId, type, items, stored, forwarded, others, otherTotal, alertId } = path;
  const message = stored[0]?.messages[0];
  return (
    <section aria-label="Way of the alert" className={styles.way}>
      <div className={styles.sectionHead}>
        <h2>Alert {number}</h2>
        <span className="muted clip" title={`${type} of ${deviceId}`}>
          {shortName(type, 2)} of <span className="data">{deviceId}</span>
        </span>
        <CopyButton text={alertId} label="Copy the alertId" />
        <span className="grow" />
        {message !== undefined && (
          <>
            <Button
              variant="subtle"
              onClick={() => {
                open(message);
              }}
            >
              Open in ladder
            </Button>
            <Button
              variant="subtle"
              onClick={() =>
                void navigate({ to: "/devices/$run/$device", params: { run, device: deviceId } })
              }
            >
              Open the device
            </Button>
          </>
        )}
        <Button variant="subtle" onClick={onClose}>
          Close
        </Button>
      </div>
      <ScrollRegion label="Way of the alert, station by station" className={styles.wayBody}>
        {forwarded.length === 0 ? (
          <Stations run={run} stations={stored} />
        ) : (
          forwarded.map(({ subscriptionId, recipient, stations }, index) => (
            <div key={subscriptionId}>
              {forwarded.length > 1 && (
                <p className="caption">
                  to {recipient},{" "}
                  <UnstyledButton
                    className={styles.link}
                    onClick={() => {
                      onSubscription(subscriptionId);
                    }}
                  >
                    {subscriptionId}
                  </UnstyledButton>
                </p>
              )}
              <Stations run={run} stations={index === 0 ? [...stored, ...stations] : stations} />
            </div>
          ))
        )}
        <p className={styles.wayNote}>
          {items.map(({ source, data }) => (
            <span key={`${source} ${data}`} className="data">
              {source} {data}{" "}
            </span>
          ))}
          {others.map(({ subscriptionId, recipient, why }) => (
            <span key={subscriptionId} className="muted" title={subscriptionId}>
              Not to {recipient}: {why}.{" "}
            </span>
          ))}
          {otherTotal > others.length && (
            <span className="muted">
              And {otherTotal - others.length} more subscriptions it did not pass.
            </span>
          )}
        </p>
      </ScrollRegion>
    </section>
  );
}

function Stations({ run, stations }: { readonly run: string; readonly stations: readonly AlertStation[] }) {
  return (
    <ol className={styles.stations}>
      {stations.map(({ name, state, at, text, messages }) => (
        <li key={name} data-state={state}>
          <span className={styles.dot} aria-hidden="true" />
          <span className="data caption">
            {at === undefined ? "" : state === "expected" ? `next ${exactTime(at)}` : exactTime(at)}
          </span>
          <b className="strong">{name}</b>
          <span className={styles.stationText}>
            {text}{" "}
            {messages.map((seq) => (
              <MessageLink key={seq} run={run} seq={seq} />
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}
