import { NativeSelect, SegmentedControl } from "@mantine/core";
import type { FormField } from "../../../../simulator/api/index.ts";
import { at } from "../draft-edit.ts";
import { BytesInput } from "./bytes-input.tsx";
import { fieldId, useRequestForm } from "./form-context.ts";
import styles from "./form.module.css";
import { SuggestInput } from "./suggest-input.tsx";

/** The control of a field with text, as its type asks for. */
export function ScalarInput({
  field,
  path,
  label,
  text,
  onText,
}: {
  readonly field: FormField;
  readonly path: string;
  /** Name for screen readers. */
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}) {
  const { run, draft, problems, light } = useRequestForm();
  const id = fieldId(path);
  const invalid = problems.has(path);
  const common = {
    id,
    "aria-label": label,
    "aria-invalid": invalid,
    "aria-describedby": `${id}-hint`,
    onFocus: () => {
      light(path);
    },
  };
  switch (field.kind) {
    case "boolean":
      return (
        <SegmentedControl
          id={id}
          aria-label={label}
          value={text === "true" || text === "1" ? "true" : text === "false" || text === "0" ? "false" : ""}
          onFocus={common.onFocus}
          onChange={(next) => {
            light(path);
            onText(next);
          }}
          data={[
            { value: "", label: "not set" },
            { value: "true", label: "true" },
            { value: "false", label: "false" },
          ]}
        />
      );
    case "enumeration":
      return (
        <NativeSelect
          {...common}
          className={styles.select}
          value={text}
          onChange={({ currentTarget }) => {
            onText(currentTarget.value);
          }}
          data={[
            { value: "", label: field.cardinality === "one" ? "choose…" : "not set" },
            ...(text === "" || field.values?.includes(text) === true ? [] : [text]),
            ...(field.values ?? []),
          ]}
        />
      );
    case "base64":
      return (
        <BytesInput
          id={id}
          label={label}
          describedBy={`${id}-hint`}
          invalid={invalid}
          value={text}
          onChange={onText}
          onFocus={common.onFocus}
        />
      );
    default:
      break;
  }
  if (field.secret === true)
    return (
      <input
        {...common}
        type="password"
        className={styles.input}
        autoComplete="new-password"
        value={text}
        onChange={({ currentTarget }) => {
          onText(currentTarget.value);
        }}
      />
    );
  if (field.completes !== undefined)
    return (
      <SuggestInput
        id={id}
        run={run}
        what={field.completes}
        device={at(draft, "deviceId[0]")?.text ?? at(draft, "target[0]/deviceId[0]")?.text}
        label={label}
        describedBy={`${id}-hint`}
        invalid={invalid}
        value={text}
        onChange={onText}
        onFocus={common.onFocus}
      />
    );
  const isNumber = field.kind === "int" || field.kind === "long" || field.kind === "duration";
  return (
    <input
      {...common}
      type="text"
      className={`${styles.input ?? ""} ${isNumber ? (styles.short ?? "") : ""}`}
      inputMode={field.kind === "int" || field.kind === "long" ? "numeric" : undefined}
      placeholder={placeholders[field.kind]}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ currentTarget }) => {
        onText(currentTarget.value);
      }}
    />
  );
}

const placeholders: Readonly<Partial<Record<FormField["kind"], string>>> = {
  duration: "PT1H",
  dateTime: "2026-01-31T12:00:00Z",
  uri: "http://…",
};
