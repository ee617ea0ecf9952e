import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { Empty } from "../../shared/widgets/empty.tsx";
import { currentDevice, type DevicePlace } from "../../state/device-ui.ts";
import { hostQueries } from "../../state/host-client.ts";
import { currentRun } from "../../state/run-ui.ts";
import { DeviceBanner } from "./device-banner.tsx";
import { DeviceHead } from "./device-head.tsx";
import { Dialogs } from "./dialogs/dialogs.tsx";
import { NodePane } from "./node/node-pane.tsx";
import { SidePane } from "./side/side-pane.tsx";
import { TreePane } from "./tree/tree-pane.tsx";
import styles from "./device.module.css";

/** One simulated device: its tree, the chosen node, its sessions and behaviours. */
export function DeviceScreen({ place }: { readonly place: DevicePlace }) {
  const navigate = useNavigate();
  const { run, device: id } = place;
  const query = useQuery(
    hostQueries.devices.watch.experimental_liveOptions({ input: { run, device: id }, retry: false }),
  );
  const device = query.data;
  useEffect(() => {
    currentRun.set(run);
  }, [run]);
  useEffect(() => {
    if (device === undefined) return undefined;
    currentDevice.set({
      run,
      device: id,
      unavailable: device.unavailable,
      asking: device.question !== undefined,
      running: device.sessionId !== undefined,
      servers: device.accounts.map(({ serverId }) => serverId),
      sessions: device.sessions.map(({ number }) => number),
    });
    return () => {
      currentDevice.set(undefined);
    };
  }, [run, id, device]);
  return (
    <div className={styles.screen}>
      <DeviceHead place={place} device={device} />
      {device !== undefined && (
        <>
          <DeviceBanner place={place} device={device} />
          <div className={styles.panes}>
            <TreePane place={place} device={device} />
            <NodePane place={place} device={device} />
            <SidePane place={place} device={device} />
          </div>
          <Dialogs place={place} device={device} />
        </>
      )}
      {device === undefined &&
        (query.isError ? (
          <Empty
            actions={
              <>
                <Button
                  variant="filled"
                  onClick={() => void navigate({ to: "/devices/$run", params: { run } })}
                >
                  All devices
                </Button>
                <Button onClick={() => void query.refetch()}>Try again</Button>
              </>
            }
          >
            <b>{query.error.message}</b> The run may have been removed, or the device is a product, whose tree
            only its server knows.
          </Empty>
        ) : (
          <Empty>Reading the device…</Empty>
        ))}
    </div>
  );
}
