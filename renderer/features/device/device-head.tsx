import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { DeviceView } from "../../../simulator/api/index.ts";
import { stateName } from "../../shared/format/state-name.ts";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { ControlIcon } from "../../shared/widgets/icons.tsx";
import { abortSession, notifyDevice, startSession } from "../../state/device-actions.tsx";
import { type DevicePlace, openDialog } from "../../state/device-ui.ts";
import styles from "./device.module.css";

const DEVICE = "device";

/** Which device, in which state, and what it can be asked to do. */
export function DeviceHead({
  place,
  device,
}: {
  readonly place: DevicePlace;
  readonly device: DeviceView | undefined;
}) {
  const navigate = useNavigate();
  const unavailable = device === undefined ? "The device has not been read yet." : device.unavailable;
  const off = { disabled: unavailable !== undefined, title: unavailable };
  const isRunning = device?.sessionId !== undefined;
  const withoutAccount = device?.unavailable === undefined && device?.accounts.length === 0;
  const hasChoice = (device?.accounts.length ?? 0) > 1;
  return (
    <div className={styles.head}>
      <Button
        variant="subtle"
        aria-label="Back to the devices"
        leftSection={<ControlIcon name="up" />}
        onClick={() => void navigate({ to: "/devices/$run", params: { run: place.run } })}
      >
        Devices
      </Button>
      <h1 className={styles.name}>
        <RoleGlyph role={DEVICE} />
        {place.device}
      </h1>
      {device !== undefined && (
        <>
          <span className={styles.chip} title={device.description} data-state={device.state}>
            {stateName(device.state)}
            {device.sessionId !== undefined && <span className="data">{device.sessionId}</span>}
          </span>
          <span className={`${styles.about ?? ""} clip`} title={aboutDevice(device)}>
            {aboutDevice(device)}
          </span>
        </>
      )}
      <span className="grow" />
      {isRunning ? (
        <Button {...off} onClick={() => void abortSession(place)}>
          Abort session
        </Button>
      ) : (
        <Button
          {...(withoutAccount
            ? { disabled: true, title: "It has no account: it waits for a bootstrap." }
            : off)}
          variant="filled"
          onClick={() => {
            if (hasChoice) openDialog(place, { name: "start" });
            else void startSession(place);
          }}
        >
          {hasChoice ? "Start session…" : "Start session"}
        </Button>
      )}
      <Button {...off} onClick={() => void notifyDevice(place)}>
        Notify
      </Button>
      <Button
        {...off}
        onClick={() => {
          openDialog(place, { name: "alert" });
        }}
      >
        Generate alert…
      </Button>
      <Button
        {...off}
        onClick={() => {
          openDialog(place, { name: "behaviour" });
        }}
      >
        Run behaviour…
      </Button>
      <Button
        disabled={device === undefined}
        onClick={() => {
          openDialog(place, { name: "export" });
        }}
      >
        Export…
      </Button>
    </div>
  );
}

function aboutDevice({ manufacturer, model, firmware, profile, encoding, group }: DeviceView): string {
  const maker = [manufacturer, model].filter((text) => text !== undefined).join(" ");
  return [
    maker,
    firmware === undefined ? "" : `firmware ${firmware}`,
    `profile ${profile.title}`,
    encoding === "wbxml" ? "WBXML" : "XML",
    group === undefined ? "" : `group ${group}`,
  ]
    .filter((text) => text !== "")
    .join(" · ");
}
