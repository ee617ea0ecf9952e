import { Radio } from "@mantine/core";
import { useState } from "react";
import type { DeviceView } from "../../../../simulator/api/index.ts";
import { startSession } from "../../../state/device-actions.tsx";
import { closeDialog, type DevicePlace } from "../../../state/device-ui.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

/** With which server a device with several accounts begins a session. */
export function StartForm({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const { accounts } = device;
  const [server, setServer] = useState(accounts[0]?.serverId ?? "");
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void startSession(place, server);
        closeDialog(place);
      }}
    >
      <Radio.Group label="Account" value={server} onChange={setServer}>
        <div className={styles.choices}>
          {accounts.map(({ serverId, serverUrl }, index) => (
            <Radio
              key={serverId}
              size="xs"
              value={serverId}
              label={`${serverId}, ${serverUrl}`}
              data-autofocus={index === 0 || undefined}
            />
          ))}
        </div>
      </Radio.Group>
      <FormFoot
        place={place}
        refusal={undefined}
        action="Start the session"
        unavailable={
          device.unavailable ?? (device.sessionId === undefined ? undefined : "A session is running.")
        }
      />
    </form>
  );
}
