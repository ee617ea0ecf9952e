import { UnstyledButton } from "@mantine/core";
import type { DiagnosticsView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { toneOf } from "./words.ts";
import styles from "./diagnostics.module.css";

const DEVICE = "device";

/** Devices that can be looked at, and the subscriptions to their alerts. */
export function DeviceAndSubscriptionLists({
  view,
  text,
  onText,
  device,
  onDevice,
  subscription,
  onSubscription,
}: {
  readonly view: DiagnosticsView | undefined;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly device: string | undefined;
  readonly onDevice: (id: string) => void;
  readonly subscription: string | undefined;
  readonly onSubscription: (id: string) => void;
}) {
  const devices = view?.devices ?? [];
  const subscriptions = view?.subscriptions ?? [];
  return (
    <Pane label="Devices and subscriptions" className={styles.lists}>
      <PaneHead title="Devices" about={view?.deviceTotal} />
      <div className={styles.bar}>
        <FilterField
          label="Filter the devices"
          placeholder="device, group, profile"
          text={text}
          onChange={onText}
        />
      </div>
      <ScrollRegion label="Devices" className={styles.devices}>
        {view !== undefined && devices.length === 0 && <Empty>No device fits these words.</Empty>}
        <ul>
          {devices.map(({ id, model, functions, traps }) => (
            <li key={id}>
              <UnstyledButton
                className={styles.line}
                aria-pressed={id === device}
                title={`${id}: ${counted(functions, "function")}, ${counted(traps, "trap")}`}
                onClick={() => {
                  onDevice(id);
                }}
              >
                <RoleGlyph role={DEVICE} />
                <span className="data clip">{id.replace(/^IMEI:\d{4}/, "…")}</span>
                <span className="grow" />
                <span className="caption">{model}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </ScrollRegion>
      <SectionCaption aside={view?.subscriptionTotal}>Subscriptions</SectionCaption>
      <ScrollRegion label="Subscriptions" className="grow">
        {view !== undefined && subscriptions.length === 0 && (
          <Empty>
            <b>Nobody has subscribed yet.</b> A subscription appears with SubscribeAlerts.
          </Empty>
        )}
        <ul>
          {subscriptions.map((each) => (
            <li key={each.subscriptionId}>
              <UnstyledButton
                className={styles.subscription}
                aria-pressed={each.subscriptionId === subscription}
                title={each.subscriptionId}
                onClick={() => {
                  onSubscription(each.subscriptionId);
                }}
              >
                <span className={styles.subscriptionName}>
                  <b className="strong clip">{each.owner}</b>
                  <span className="grow" />
                  <Badge badge={{ text: each.state, tone: toneOf(each.state) }} />
                </span>
                <span className="caption clip">{standing(each)}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </Pane>
  );
}

function standing({ recipient, owner, got, waits }: DiagnosticsView["subscriptions"][number]): string {
  const to = recipient === owner ? "" : `to ${recipient}, `;
  return `${to}${got} got${waits > 0 ? `, ${waits} waiting` : ""}`;
}
