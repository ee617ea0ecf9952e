import { Button } from "@mantine/core";
import type { DeviceAlertView, DeviceView } from "../../../../simulator/api/index.ts";
import { Pane, SectionCaption } from "../../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../../shared/widgets/scroll-region.tsx";
import { chooseNode, type DevicePlace, openDialog, useDeviceUi } from "../../../state/device-ui.ts";
import { timeOfDay } from "../change-words.ts";
import { MessageLink } from "../../../shared/journal/message-link.tsx";
import { SessionList } from "./session-list.tsx";
import { SessionPath } from "./session-path.tsx";
import styles from "./side.module.css";

/** What the device went through and what it has: sessions, behaviours, alerts, accounts, manners. */
export function SidePane({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const ui = useDeviceUi(place);
  const session = device.sessions.find(({ number }) => number === ui.session) ?? device.sessions[0];
  return (
    <Pane label="Sessions and behaviours" className={styles.pane}>
      <SessionList place={place} device={device} chosen={session} />
      <ScrollRegion label="Behaviours, alerts, accounts and manners" className={styles.rest}>
        {session !== undefined && <SessionPath run={place.run} session={session} />}
        <Objects place={place} device={device} />
        <Alerts place={place} device={device} />
        <Accounts place={place} device={device} />
        <Manners place={place} device={device} />
      </ScrollRegion>
    </Pane>
  );
}

interface PartProps {
  readonly place: DevicePlace;
  readonly device: DeviceView;
}

function Objects({ place, device }: PartProps) {
  const { objects, unavailable } = device;
  return (
    <section aria-label="Behaviours">
      <SectionCaption aside={objects.length}>Behaviours</SectionCaption>
      {objects.length === 0 && (
        <p className={styles.none}>This profile has no behaviours: no firmware, software or diagnostics.</p>
      )}
      <ul>
        {objects.map((object) => (
          <li key={object.id} className={styles.object}>
            <button
              type="button"
              className={styles.objectName}
              title={`Show ${object.uri} in the tree`}
              onClick={() => {
                chooseNode(place, object.uri);
              }}
            >
              {object.title}
            </button>
            <span className={`${styles.objectState ?? ""} clip`} data-busy={object.busy} title={object.state}>
              {object.busy && <span className={styles.busy} aria-hidden="true" />}
              {object.state}
            </span>
            <Button
              variant="subtle"
              aria-label={`Run a behaviour of ${object.title}`}
              disabled={object.actions.length === 0 || unavailable !== undefined}
              title={
                unavailable ?? (object.actions.length === 0 ? "Nothing can be done with it now." : undefined)
              }
              onClick={() => {
                openDialog(place, { name: "behaviour", object: object.id });
              }}
            >
              Run…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Alerts({ place, device }: PartProps) {
  const { alerts } = device;
  const waiting = alerts.filter(({ state }) => state !== "answered").length;
  return (
    <section aria-label="Alerts">
      <SectionCaption aside={waiting > 0 ? `${waiting} without an answer` : undefined}>Alerts</SectionCaption>
      {alerts.length === 0 && (
        <p className={styles.none}>None yet. “Generate alert…” makes the device report an event.</p>
      )}
      <ul>
        {alerts.slice(0, 12).map((alert) => (
          <li
            key={`${alert.at} ${alert.type} ${alert.correlator ?? ""} ${alert.data}`}
            className={styles.alert}
          >
            <span className={`${styles.alertType ?? ""} clip`} title={alertTitle(alert)}>
              {shortType(alert.type)}
            </span>
            <span className="caption">
              {alert.state === "answered" && alert.status !== undefined
                ? `answered ${alert.status}`
                : alert.state}
            </span>
            <span className="caption data">{timeOfDay(alert.at)}</span>
            <span className={`${styles.alertData ?? ""} clip caption`}>
              {[alert.data, alert.mark, alert.source]
                .filter((text) => text !== undefined && text !== "")
                .join(" · ")}
            </span>
            <span className="caption">
              {alert.seq !== undefined && (
                <>
                  message <MessageLink run={place.run} seq={alert.seq} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Everything about an alert, for whoever points at it. */
function alertTitle({ code, type, format, data, source, mark, correlator }: DeviceAlertView): string {
  const facts = [
    `Alert ${code ?? 1226}, ${type}`,
    format === undefined ? "" : `format ${format}`,
    mark === undefined ? "" : `mark ${mark}`,
    source === undefined ? "" : `source ${source}`,
    correlator === undefined ? "" : `correlator ${correlator}`,
    data,
  ];
  return facts.filter((fact) => fact !== "").join("\n");
}

/** The last two parts of a URN or a reversed domain name. */
function shortType(type: string): string {
  const mark = type.includes(":") ? ":" : ".";
  const parts = type.split(mark);
  return parts.length > 2 ? parts.slice(-2).join(mark) : type;
}

function Accounts({ place, device }: PartProps) {
  return (
    <section aria-label="Accounts">
      <SectionCaption aside={device.accounts.length}>Accounts</SectionCaption>
      {device.accounts.length === 0 && (
        <p className={styles.none}>None: the device waits for a bootstrap, and can begin no session.</p>
      )}
      <ul>
        {device.accounts.map((account) => (
          <li key={account.serverId} className={styles.account}>
            <button
              type="button"
              className={`${styles.objectName ?? ""} data`}
              title="Show the accounts in the tree"
              onClick={() => {
                chooseNode(place, "./DMAcc");
              }}
            >
              {account.serverId}
            </button>
            <span className="caption">
              {account.auth}, server {account.serverAuth}
            </span>
            <span className={`${styles.alertData ?? ""} caption data clip`}>
              {account.username} at {account.serverUrl}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Manners({ place, device }: PartProps) {
  const bad = device.manners.filter(({ value, choices }) => value !== choices[0]?.value);
  return (
    <section aria-label="Manners">
      <SectionCaption
        aside={
          <Button
            variant="subtle"
            aria-label="Change the manners…"
            disabled={device.unavailable !== undefined}
            title={device.unavailable}
            onClick={() => {
              openDialog(place, { name: "manners" });
            }}
          >
            Change…
          </Button>
        }
      >
        Manners
      </SectionCaption>
      {bad.length === 0 && <p className={styles.none}>It keeps to the protocol in everything.</p>}
      <ul>
        {bad.map(({ name, title, value, choices }) => (
          <li key={name} className={styles.manner}>
            <span>{title}</span>
            <span className="strong">{choices.find((choice) => choice.value === value)?.title ?? value}</span>
          </li>
        ))}
        <li className={styles.manner}>
          <span>Notifications</span>
          <span>{notificationWords[device.behaviour.notification]}</span>
        </li>
        <li className={styles.manner}>
          <span>User</span>
          <span>{userWords[device.behaviour.user]}</span>
        </li>
      </ul>
      <div className={styles.below}>
        <Button
          disabled={device.unavailable !== undefined}
          title={device.unavailable}
          onClick={() => {
            openDialog(place, { name: "ask" });
          }}
        >
          Ask the user…
        </Button>
      </div>
    </section>
  );
}

const notificationWords = {
  accept: "taken",
  "refuse-digest": "dropped, digest taken for wrong",
  ignore: "ignored",
} as const;

const userWords = {
  none: "nobody: questions are answered 406",
  person: "a person, who is asked here",
  script: "a script",
} as const;
