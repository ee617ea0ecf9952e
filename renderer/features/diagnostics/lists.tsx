import { Button } from "@mantine/core";
import type { DiagnosticsView, SubscriptionLine } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { rowHeight } from "../../shared/hooks/use-media.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { diagnosticsDialog } from "../../state/diagnostics-ui.ts";
import { PagedList } from "./paged-list.tsx";
import { toneOf } from "./words.ts";
import styles from "./diagnostics.module.css";

const DEVICE = "device";
const SUBSCRIPTION_HEIGHT = 47;

/** Devices that can be looked at, the subscriptions to their alerts, and what starts either. */
export function DeviceAndSubscriptionLists({
  view,
  text,
  onText,
  onDevice,
  onSubscription,
  onShow,
}: {
  readonly view: DiagnosticsView | undefined;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onDevice: (id: string) => void;
  readonly onSubscription: (id: string) => void;
  readonly onShow: (list: "devices" | "subscriptions", index: number) => void;
}) {
  const devices = view?.devices;
  const subscriptions = view?.subscriptions;
  return (
    <Pane label="Devices and subscriptions" className={styles.lists}>
      <PaneHead
        title="Devices"
        about={
          devices === undefined
            ? undefined
            : devices.matching === devices.total
              ? formatCount(devices.total)
              : `${formatCount(devices.matching)} of ${formatCount(devices.total)}`
        }
      />
      <div className={styles.bar}>
        <FilterField
          label="Filter the devices"
          placeholder="device, group, profile"
          text={text}
          onChange={onText}
          onLeave={() => {
            document.querySelector<HTMLElement>('[aria-label="Devices"][role="listbox"]')?.focus();
          }}
        />
      </div>
      {devices?.matching === 0 ? (
        <Empty
          actions={
            text !== "" && (
              <Button
                onClick={() => {
                  onText("");
                }}
              >
                Clear the filter
              </Button>
            )
          }
        >
          {text === "" ? "No device is simulated in this run." : "No device fits these words."}
        </Empty>
      ) : (
        <PagedList
          id="diagnosed"
          label="Devices"
          className={styles.devices}
          rows={devices?.lines ?? []}
          first={devices?.skipped ?? 0}
          count={devices?.matching ?? 0}
          height={rowHeight("--row")}
          keyOf={({ id }) => id}
          chosen={view?.device}
          onChoose={({ id }) => {
            onDevice(id);
          }}
          onShow={(index) => {
            onShow("devices", index);
          }}
          draw={({ id, model, group, functions, traps }) => (
            <span
              className={styles.line}
              title={`${id}: ${model}, ${counted(functions, "function")}, ${counted(traps, "trap")}`}
            >
              <RoleGlyph role={DEVICE} />
              <span className="data clip">{id.replace(/^IMEI:\d{4}/, "…")}</span>
              <span className="grow" />
              <span className="caption clip">{group ?? model}</span>
            </span>
          )}
        />
      )}
      <SectionCaption aside={formatCount(subscriptions?.total ?? 0)}>Subscriptions</SectionCaption>
      {subscriptions?.total === 0 ? (
        <Empty>
          <b>Nobody has subscribed yet.</b> “Subscribe…” below sends a SubscribeAlerts.
        </Empty>
      ) : (
        <PagedList
          id="subscription"
          label="Subscriptions"
          className="grow"
          rows={subscriptions?.lines ?? []}
          first={subscriptions?.skipped ?? 0}
          count={subscriptions?.total ?? 0}
          height={SUBSCRIPTION_HEIGHT}
          keyOf={({ subscriptionId }) => subscriptionId}
          chosen={view?.subscription?.subscriptionId}
          onChoose={({ subscriptionId }) => {
            onSubscription(subscriptionId);
          }}
          onShow={(index) => {
            onShow("subscriptions", index);
          }}
          draw={(each) => (
            <span className={styles.subscription} title={each.subscriptionId}>
              <span className={styles.subscriptionName}>
                <b className="strong clip">{each.owner}</b>
                {each.recipient !== each.owner && <span className="caption clip">to {each.recipient}</span>}
                <span className="grow" />
                <Badge badge={{ text: shortState(each.state), tone: toneOf(each.state) }} />
              </span>
              <span className="caption clip">{standing(each)}</span>
            </span>
          )}
        />
      )}
      {(subscriptions?.total === 0 || devices?.matching === 0) && <span className="grow" />}
      <div className={styles.foot}>
        <Button
          variant="filled"
          disabled={view === undefined || view.over !== undefined}
          title={view?.over}
          onClick={() => {
            diagnosticsDialog.set({ form: "subscribe" });
          }}
        >
          Subscribe…
        </Button>
        <Button
          variant="subtle"
          disabled={view?.device === undefined || view.over !== undefined}
          title={view?.over}
          onClick={() => {
            diagnosticsDialog.set({ form: "values" });
          }}
        >
          Request values
        </Button>
      </div>
    </Pane>
  );
}

function shortState(state: string): string {
  return state === "partly-accepted" ? "partly" : state;
}

function standing({ about, got, waits }: SubscriptionLine): string {
  return [`${formatCount(got)} got`, ...(waits > 0 ? [`${formatCount(waits)} wait`] : []), about].join(", ");
}
