import { Radio } from "@mantine/core";
import { useState } from "react";
import type { DeviceView } from "../../../../simulator/api/index.ts";
import { closeDialog, type DevicePlace, useDeviceUi } from "../../../state/device-ui.ts";
import { saveTree, treeForms } from "../../../state/save-export.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

/** The tree of the device, or a part of it, as a file. */
export function ExportForm({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const { node } = useDeviceUi(place);
  const [to, setTo] = useState<(typeof treeForms)[number]["to"]>("tnds");
  const [under, setUnder] = useState(".");
  const save = async () => {
    if (await saveTree(place, to, under)) closeDialog(place);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Radio.Group
        label="What is written"
        value={to}
        onChange={(value) => {
          setTo(treeForms.find((form) => form.to === value)?.to ?? "tnds");
        }}
      >
        <div className={styles.choices}>
          {treeForms.map(({ to: value, title }, index) => (
            <Radio
              key={value}
              size="xs"
              value={value}
              label={title}
              data-autofocus={index === 0 || undefined}
            />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group label="How much of the tree" value={under} onChange={setUnder}>
        <div className={styles.choices}>
          <Radio size="xs" value="." label={`all ${device.nodes} nodes`} />
          {node !== "." && <Radio size="xs" value={node} label={`${node} and what is below it`} />}
        </div>
      </Radio.Group>
      <p className="muted">Passwords and nonces are left empty in the file.</p>
      <FormFoot place={place} refusal={undefined} action="Save the file" />
    </form>
  );
}
