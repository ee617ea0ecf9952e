import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AskInput } from "../../../../simulator/api/index.ts";
import { notifyDevice } from "../../../state/device-actions.tsx";
import { closeDialog, type DevicePlace } from "../../../state/device-ui.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

const kinds: readonly { readonly value: AskInput["code"]; readonly label: string }[] = [
  { value: 1100, label: "1100: show a text" },
  { value: 1101, label: "1101: have it confirmed" },
  { value: 1102, label: "1102: have a text entered" },
  { value: 1103, label: "1103: have one of several chosen" },
  { value: 1104, label: "1104: have any of several chosen" },
];

/** A question of the DM server to the user of the device: it notifies the device and asks in the session. */
export function AskForm({ place }: { readonly place: DevicePlace }) {
  const [code, setCode] = useState<AskInput["code"]>(1101);
  const [text, setText] = useState("May the firmware be updated now?");
  const [choices, setChoices] = useState("Now\nTonight\nNever");
  const [patience, setPatience] = useState("60");
  const [preset, setPreset] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const hasChoices = code === 1103 || code === 1104;
  const offered = choices
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const problem =
    text.trim() === ""
      ? "There is no text."
      : hasChoices && offered.length === 0
        ? "There is nothing to choose from."
        : /^[1-9]\d{0,3}$/.test(patience)
          ? undefined
          : "The time is a whole number of seconds.";
  const ask = async () => {
    const reason = await notifyDevice(place, {
      code,
      text,
      choices: hasChoices ? offered : [],
      patience: Number(patience),
      ...(preset === "" ? {} : { preset }),
    });
    if (reason === undefined) closeDialog(place);
    else setRefusal(reason);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <NativeSelect
        label="Alert"
        value={String(code)}
        data={kinds.map(({ value, label }) => ({ value: String(value), label }))}
        onChange={({ currentTarget }) => {
          setCode(kinds.find(({ value }) => String(value) === currentTarget.value)?.value ?? 1101);
        }}
      />
      <Textarea
        label="Text"
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
        }}
      />
      {hasChoices && (
        <Textarea
          label="Choices, one a line"
          autosize
          minRows={3}
          maxRows={10}
          value={choices}
          onChange={({ currentTarget }) => {
            setChoices(currentTarget.value);
          }}
        />
      )}
      <div className={styles.pair}>
        <TextInput
          label="Seconds until the default counts"
          inputMode="numeric"
          value={patience}
          onChange={({ currentTarget }) => {
            setPatience(currentTarget.value);
          }}
        />
        <TextInput
          label={presetLabels[code]}
          placeholder="none"
          value={preset}
          onChange={({ currentTarget }) => {
            setPreset(currentTarget.value);
          }}
        />
      </div>
      <FormFoot place={place} refusal={refusal} action="Notify and ask" unavailable={problem} />
    </form>
  );
}

const presetLabels: Readonly<Record<AskInput["code"], string>> = {
  1100: "Default",
  1101: "Default: 1 yes, 0 no",
  1102: "Default text",
  1103: "Default: number of the choice",
  1104: "Default: numbers, such as 1-3",
};
