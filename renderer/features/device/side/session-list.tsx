import { useRef } from "react";
import type { DeviceSessionView, DeviceView } from "../../../../simulator/api/index.ts";
import { formatDuration } from "../../../shared/format/clock.ts";
import { counted } from "../../../shared/format/count.ts";
import { useRowKeys } from "../../../shared/hooks/use-row-keys.ts";
import { PaneBar } from "../../../shared/widgets/pane.tsx";
import { keyHint } from "../../../state/keymap.ts";
import { type DevicePlace, deviceUi } from "../../../state/device-ui.ts";
import { timeOfDay } from "../change-words.ts";
import { useOpenMessage } from "../../../shared/journal/message-link.tsx";
import { SessionState } from "../session-state.tsx";
import styles from "./side.module.css";

/** The sessions of the device as a timeline, newest first. Enter opens the ladder. */
export function SessionList({
  place,
  device,
  chosen,
}: {
  readonly place: DevicePlace;
  readonly device: DeviceView;
  readonly chosen: DeviceSessionView | undefined;
}) {
  const list = useRef<HTMLDivElement>(null);
  const open = useOpenMessage(place.run);
  const { sessions, sessionCount } = device;
  const at = sessions.findIndex(({ number }) => number === chosen?.number);
  const openLadder = (session: DeviceSessionView | undefined) => {
    if (session?.firstSeq !== undefined) open(session.firstSeq);
  };
  const choose = (session: DeviceSessionView | undefined) => {
    if (session === undefined) return;
    deviceUi(place).update((now) => ({ ...now, session: session.number }));
    const row = list.current?.querySelector(`#session-${session.number}`);
    row?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = useRowKeys(
    sessions.length,
    at,
    (index) => {
      choose(sessions[index]);
    },
    () => {
      openLadder(chosen);
    },
  );
  return (
    <>
      <PaneBar>
        <h2 className={styles.title}>Sessions</h2>
        <span className="caption">{sessionCount === 0 ? "none yet" : `${sessionCount}, newest first`}</span>
        <span className="grow" />
        <span className="caption">
          older <kbd>{keyHint("olderSession")}</kbd> newer <kbd>{keyHint("newerSession")}</kbd>
        </span>
      </PaneBar>
      {sessions.length === 0 ? (
        <p className={styles.none}>
          The device has had no session. “Start session” begins one from the device, “Notify” has the DM
          server ask for one.
        </p>
      ) : (
        <div
          ref={list}
          className={`${styles.sessions ?? ""} scroll`}
          role="listbox"
          aria-label="Sessions"
          tabIndex={0}
          aria-activedescendant={chosen === undefined ? undefined : `session-${chosen.number}`}
          data-keys="list"
          data-pane-focus
          onKeyDown={onKeyDown}
        >
          {sessions.map((session) => (
            // Keys are handled by the list, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={session.number}
              id={`session-${session.number}`}
              role="option"
              aria-selected={session.number === chosen?.number}
              className={styles.session}
              data-outcome={session.outcome}
              onClick={() => {
                choose(session);
              }}
              onDoubleClick={() => {
                openLadder(session);
              }}
            >
              <span className={styles.dot} />
              <span className={styles.line}>
                <b className="data strong">{session.sessionId}</b>
                <SessionState outcome={session.outcome} />
                <span className="grow" />
                <span className="caption data">{timeOfDay(session.startedAt)}</span>
              </span>
              <span className={`${styles.line ?? ""} caption`}>
                <span className="clip grow" title={session.reason}>
                  {whatHappened(session)}
                </span>
                <span className="data">
                  {session.durationMs === undefined ? "" : formatDuration(session.durationMs)}
                </span>
              </span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function whatHappened({ outcome, reason, initiator, messages, changes }: DeviceSessionView): string {
  if (outcome === "refused" || outcome === "aborted") return reason ?? `by ${initiator}`;
  return [
    initiator === "server" ? "notified" : "begun by the device",
    counted(messages, "message"),
    changes > 0 ? counted(changes, "change") : "",
  ]
    .filter((text) => text !== "")
    .join(", ");
}
