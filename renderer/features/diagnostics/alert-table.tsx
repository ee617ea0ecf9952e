import { Button, Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { AlertLine, DiagnosticsView } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { formatAge } from "../../shared/format/elapsed.ts";
import { MessageLink } from "../../shared/journal/message-link.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { PagedGrid } from "../../shared/widgets/paged-grid.tsx";
import { diagnosticsDialog } from "../../state/diagnostics-ui.ts";
import { AlertTimeline } from "./alert-timeline.tsx";
import { usePagedChoice } from "./use-paged-choice.ts";
import { passedWord, shortName, timeOfDay } from "./words.ts";
import styles from "./diagnostics.module.css";

const columns = [
  { title: "no.", number: true },
  { title: "received" },
  { title: "alert type" },
  { title: "mark" },
  { title: "data" },
  { title: "passes" },
  { title: "message", number: true },
];
const template = "44px 66px minmax(0, 3fr) 84px minmax(0, 1.4fr) minmax(0, 2.4fr) 60px";

/** The stored alerts, newest first, and whom each reached. */
export function AlertTable({
  run,
  view,
  date,
  ownAlerts,
  onOwnAlerts,
  chosen,
  onChoose,
  onShow,
}: {
  readonly run: string;
  readonly view: DiagnosticsView;
  readonly date: number;
  readonly ownAlerts: boolean;
  readonly onOwnAlerts: (own: boolean) => void;
  /** Id of the chosen alert. */
  readonly chosen: string | undefined;
  readonly onChoose: (alertId: string | undefined) => void;
  readonly onShow: (index: number) => void;
}) {
  const { lines, skipped, total, kept } = view.alerts;
  const [at, choose] = usePagedChoice({
    rows: lines,
    first: skipped,
    keyOf: ({ alertId }) => alertId,
    chosen,
    onChoose: ({ alertId }) => {
      onChoose(alertId);
    },
  });
  return (
    <section aria-label="Alerts" className={styles.alerts}>
      <div className={styles.sectionHead}>
        <h2>Alerts</h2>
        <span
          className="muted clip"
          title="An alert of a message that was sent again (same session, MsgID and command) is stored once. Who subscribes later can retrieve what is stored."
        >
          {formatCount(total)} stored
          {kept !== undefined &&
            `, kept ${formatAge(kept.age)} or ${formatCount(kept.alerts)}, a repeated message once`}
        </span>
        <span className="grow" />
        <Button
          variant="subtle"
          disabled={view.over !== undefined}
          title={view.over}
          onClick={() => {
            diagnosticsDialog.set({ form: "retrieve" });
          }}
        >
          Retrieve…
        </Button>
        <Checkbox
          label="this device only"
          checked={ownAlerts}
          onChange={({ currentTarget }) => {
            onOwnAlerts(currentTarget.checked);
          }}
        />
      </div>
      {total === 0 ? (
        <Empty
          actions={
            ownAlerts && (
              <Button
                onClick={() => {
                  onOwnAlerts(false);
                }}
              >
                Show those of all devices
              </Button>
            )
          }
        >
          <b>No alert is stored.</b> One appears when a device reports with Alert 1226: a trap fires, a
          function ends, or you raise one from the device.
        </Empty>
      ) : (
        <>
          <AlertTimeline view={view} date={date} chosen={chosen} onChoose={onChoose} />
          <PagedGrid
            id="alert"
            label="Stored alerts"
            columns={columns}
            template={template}
            rows={lines}
            first={skipped}
            count={total}
            cells={(alert) => cellsOf(run, alert)}
            active={at}
            onActive={choose}
            onShow={onShow}
            empty={undefined}
          />
        </>
      )}
    </section>
  );
}

function cellsOf(run: string, alert: AlertLine): readonly ReactNode[] {
  const {
    number,
    receivedAt,
    type,
    code,
    mark,
    correlator,
    data,
    source,
    items,
    passed,
    morePassed,
    seq,
    deviceId,
  } = alert;
  const about = [deviceId, source, correlator === undefined ? "" : `Correlator ${correlator}`]
    .filter((part) => part !== "")
    .join(", ");
  const said = data === "" && correlator !== undefined ? `Correlator ${correlator}` : data;
  return [
    <span key="number" className="data">
      {number}
    </span>,
    <span key="received" className="data">
      {timeOfDay(receivedAt)}
    </span>,
    <span key="type" className="data" title={`${type}: ${about}`}>
      {shortName(type, 2)}
      {code === 1224 && <span className="muted"> 1224</span>}
    </span>,
    <span key="mark" className={mark === undefined ? "muted" : undefined}>
      {mark ?? "none"}
    </span>,
    <span
      key="data"
      className="data"
      title={`${source} ${said}${items > 1 ? ` and ${counted(items - 1, "further item")}` : ""}`}
    >
      {said}
      {items > 1 && <span className="muted"> +{items - 1}</span>}
    </span>,
    passed.length === 0 ? (
      <span key="passes" className="muted">
        nobody asked
      </span>
    ) : (
      <span key="passes">
        {morePassed > 0 && `${formatCount(passed.length + morePassed)} subscriptions: `}
        {passed.map((each, index) => (
          <span key={each.subscriptionId} title={each.subscriptionId}>
            {index > 0 && ", "}
            {each.recipient}{" "}
            <span className={each.state === "delivered" ? "muted" : styles.attention}>
              {passedWord(each)}
            </span>
          </span>
        ))}
      </span>
    ),
    seq === undefined ? undefined : <MessageLink key="message" run={run} seq={seq} />,
  ];
}
