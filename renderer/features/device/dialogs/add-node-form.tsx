import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { NodeFormat } from "../../../../simulator/api/index.ts";
import { askDevice } from "../../../state/device-actions.tsx";
import { chooseNode, closeDialog, type DevicePlace, deviceUi } from "../../../state/device-ui.ts";
import { formatChoices, valueProblem } from "../node/value-formats.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

/** A new node below an interior node. */
export function AddNodeForm({ place, under }: { readonly place: DevicePlace; readonly under: string }) {
  const [name, setName] = useState("");
  const [format, setFormat] = useState<NodeFormat>("chr");
  const [type, setType] = useState("");
  const [value, setValue] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const problem = valueProblem(format, value);
  const isNamed = name !== "" && name !== "." && name !== ".." && !name.includes("/");
  const uri = `${under}/${encodeURIComponent(name).replaceAll(/%(?:2C|3A|40|24|26|2B|3D|3B)/g, decodeURIComponent)}`;
  const add = async () => {
    const reason = await askDevice(
      place,
      {
        name: "addNode",
        uri,
        format,
        ...(type === "" ? {} : { type }),
        ...(format === "node" || value === "" ? {} : { value }),
      },
      `${name} was added.`,
    );
    if (reason !== undefined) {
      setRefusal(reason);
      return;
    }
    deviceUi(place).update((now) => ({
      ...now,
      open: now.open === undefined || now.open === "all" ? now.open : [...now.open, under],
    }));
    chooseNode(place, uri);
    closeDialog(place);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <p className="muted">
        Below <span className="data">{under}</span>
      </p>
      <div className={styles.pair}>
        <TextInput
          label="Name"
          data-autofocus
          value={name}
          error={name !== "" && !isNamed ? "A name is not . or .. and has no /" : undefined}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setRefusal(undefined);
          }}
        />
        <NativeSelect
          label="Format"
          value={format}
          data={[...formatChoices]}
          onChange={({ currentTarget }) => {
            setFormat(formatChoices.find((choice) => choice.value === currentTarget.value)?.value ?? "chr");
            setRefusal(undefined);
          }}
        />
      </div>
      <TextInput
        label={format === "node" ? "Management object identifier" : "Media type"}
        placeholder={format === "node" ? "none" : "text/plain"}
        value={type}
        onChange={({ currentTarget }) => {
          setType(currentTarget.value);
        }}
      />
      {format !== "node" && format !== "null" && (
        <Textarea
          label="Value"
          autosize
          minRows={1}
          maxRows={10}
          value={value}
          error={problem}
          spellCheck={false}
          onChange={({ currentTarget }) => {
            setValue(currentTarget.value);
            setRefusal(undefined);
          }}
        />
      )}
      <FormFoot
        place={place}
        refusal={refusal}
        action="Add the node"
        unavailable={isNamed ? problem : "It needs a name."}
      />
    </form>
  );
}
