import { Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AlertInput, DeviceView } from "../../../../simulator/api/index.ts";
import { askDevice } from "../../../state/device-actions.tsx";
import { closeDialog, type DevicePlace } from "../../../state/device-ui.ts";
import { valueProblem } from "../node/value-formats.ts";
import { alertTemplates } from "./alert-templates.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

const marks = ["", "fatal", "critical", "minor", "warning", "informational", "harmless", "indeterminate"];
const formats = ["chr", "int", "bool", "xml", "b64", "bin"] as const;

/** An event report: Generic Alert 1226, or a client event 1224. */
export function AlertForm({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const [template, setTemplate] = useState("plain");
  const [alert, setAlert] = useState<AlertInput>(alertTemplates[0]?.alert ?? { type: "", data: "" });
  const [hold, setHold] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const format = formats.find((known) => known === alert.format) ?? "chr";
  const problem = valueProblem(format, alert.data);
  const set = (change: Partial<AlertInput>) => {
    setAlert((now) => ({ ...now, ...change }));
    setRefusal(undefined);
  };
  const raise = async () => {
    const reason = await askDevice(
      place,
      { name: "raiseAlert", alert: withoutEmpty(alert), hold },
      hold ? "The alert waits for the next session." : "The device reports the alert.",
    );
    if (reason === undefined) closeDialog(place);
    else setRefusal(reason);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void raise();
      }}
    >
      <NativeSelect
        label="Start from"
        value={template}
        data={alertTemplates.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={({ currentTarget }) => {
          const chosen = alertTemplates.find(({ id }) => id === currentTarget.value);
          if (chosen === undefined) return;
          setTemplate(chosen.id);
          setAlert(placedIn(chosen.alert, device));
        }}
      />
      <TextInput
        label="Type"
        data-autofocus
        value={alert.type}
        error={
          alert.type.trim() === "" ? "An alert needs a type: a URN or a reversed domain name." : undefined
        }
        onChange={({ currentTarget }) => {
          set({ type: currentTarget.value });
        }}
      />
      <div className={styles.pair}>
        <NativeSelect
          label="Format of the data"
          value={format}
          data={[...formats]}
          onChange={({ currentTarget }) => {
            set({ format: currentTarget.value });
          }}
        />
        <NativeSelect
          label="Mark"
          value={alert.mark ?? ""}
          data={marks.map((mark) => ({ value: mark, label: mark === "" ? "none" : mark }))}
          onChange={({ currentTarget }) => {
            set({ mark: currentTarget.value });
          }}
        />
      </div>
      <Textarea
        label="Data"
        autosize
        minRows={2}
        maxRows={10}
        value={alert.data}
        error={problem}
        spellCheck={false}
        onChange={({ currentTarget }) => {
          set({ data: currentTarget.value });
        }}
      />
      <div className={styles.pair}>
        <TextInput
          label="Source, URI of the object"
          placeholder="none"
          value={alert.source ?? ""}
          onChange={({ currentTarget }) => {
            set({ source: currentTarget.value });
          }}
        />
        <TextInput
          label="Correlator of the Exec that it answers"
          placeholder="none"
          value={alert.correlator ?? ""}
          onChange={({ currentTarget }) => {
            set({ correlator: currentTarget.value });
          }}
        />
      </div>
      <Checkbox
        label="Wait for the next session instead of beginning one"
        checked={hold}
        onChange={({ currentTarget }) => {
          setHold(currentTarget.checked);
        }}
      />
      <FormFoot
        place={place}
        refusal={refusal}
        action={hold ? "Queue the alert" : "Report the alert"}
        unavailable={device.unavailable ?? (alert.type.trim() === "" ? "The type is missing." : problem)}
      />
    </form>
  );
}

/** The source of a template at the place where this device has the object. */
function placedIn(alert: AlertInput, { objects }: DeviceView): AlertInput {
  const { source } = alert;
  if (source === undefined) return alert;
  const name = source.slice(2).toLowerCase();
  const found = objects.find(({ id, uri }) => uri.toLowerCase().includes(name) || aliases[name] === id);
  return found === undefined ? alert : { ...alert, source: found.uri };
}

const aliases: Readonly<Record<string, string>> = { fwupdate: "fumo", scm: "scomo", lawmo: "lawmo" };

function withoutEmpty({ code, type, format, data, source, mark, correlator }: AlertInput): AlertInput {
  const given = (text: string | undefined) => (text === undefined || text === "" ? undefined : text);
  return {
    type: type.trim(),
    data,
    ...(code === undefined ? {} : { code }),
    ...optional("format", given(format)),
    ...optional("source", given(source)),
    ...optional("mark", given(mark)),
    ...optional("correlator", given(correlator)),
  };
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}
