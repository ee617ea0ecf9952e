import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import type { DeviceValues } from "../../../../simulator/api/index.ts";
import type { SetUpCommand } from "../requests.ts";
import { useSuggestions } from "./entry-list.tsx";
import styles from "./dialogs.module.css";

/** A command with the number by which it is told from the others. */
interface Numbered {
  readonly number: number;
  readonly command: SetUpCommand;
}

/** The commands that set the devices up before they report. */
export function SetUpFields({
  run,
  device,
  values,
  commands,
  onChange,
}: {
  readonly run: string;
  readonly device: string | undefined;
  readonly values: DeviceValues | undefined;
  readonly commands: readonly SetUpCommand[];
  readonly onChange: (commands: readonly SetUpCommand[]) => void;
}) {
  const list = useId();
  const [text, setText] = useState("");
  const [rows, setRows] = useState<readonly Numbered[]>(() =>
    commands.map((command, number) => ({ number, command })),
  );
  const nodes = useSuggestions(run, "locUri", text, device);
  const put = (next: readonly Numbered[]) => {
    setRows(next);
    onChange(next.map(({ command }) => command));
  };
  const add = (added: readonly SetUpCommand[]) => {
    const first = (rows.at(-1)?.number ?? -1) + 1;
    put([...rows, ...added.map((command, index) => ({ number: first + index, command }))]);
  };
  const change = (number: number, part: Partial<SetUpCommand>) => {
    put(rows.map((row) => (row.number === number ? { number, command: { ...row.command, ...part } } : row)));
  };
  const presets = presetsOf(values);
  return (
    <fieldset className={styles.entries}>
      <legend>Set-up of the devices</legend>
      {rows.length === 0 && <p className="muted">none: the devices report as they are</p>}
      {rows.map(({ number, command: { kind, locUri, format = "", data = "" } }, index) => {
        const name = `of command ${index + 1}`;
        const carries = kind !== "delete";
        return (
          <div key={number} className={styles.command}>
            <NativeSelect
              aria-label={`Kind ${name}`}
              value={kind}
              data={["replace", "exec", "add", "delete"]}
              onChange={({ currentTarget: { value } }) => {
                change(number, {
                  kind: value === "exec" || value === "add" || value === "delete" ? value : "replace",
                });
              }}
            />
            <TextInput
              aria-label={`LocURI ${name}`}
              placeholder="./DiagMon/…"
              list={list}
              value={locUri}
              spellCheck={false}
              onChange={({ currentTarget: { value } }) => {
                setText(value);
                change(number, { locUri: value });
              }}
            />
            <NativeSelect
              aria-label={`Format ${name}`}
              value={format}
              disabled={kind !== "replace" && kind !== "add"}
              data={["", "chr", "int", "bool", "float", "node"]}
              onChange={({ currentTarget: { value } }) => {
                change(number, { format: value });
              }}
            />
            <TextInput
              aria-label={`Data ${name}`}
              placeholder="data"
              value={data}
              disabled={!carries}
              spellCheck={false}
              onChange={({ currentTarget: { value } }) => {
                change(number, { data: value });
              }}
            />
            <Button
              variant="subtle"
              aria-label={`Remove command ${index + 1}`}
              onClick={() => {
                put(rows.filter((row) => row.number !== number));
              }}
            >
              ×
            </Button>
          </div>
        );
      })}
      <datalist id={list}>
        {nodes.map(({ value, detail }) => (
          <option key={value} value={value}>
            {detail}
          </option>
        ))}
      </datalist>
      <div className={styles.adding}>
        <NativeSelect
          aria-label="Add set-up commands"
          value=""
          data={[
            { value: "", label: "Add commands…" },
            { value: "empty", label: "one to write" },
            ...presets.map(({ title }) => ({ value: title, label: title })),
          ]}
          onChange={({ currentTarget: { value } }) => {
            add(
              presets.find(({ title }) => title === value)?.commands ?? [
                { kind: "replace", locUri: "", format: "chr" },
              ],
            );
          }}
        />
      </div>
    </fieldset>
  );
}

/** What can be set up on the chosen device; others of its profile have the same. */
function presetsOf(
  values: DeviceValues | undefined,
): readonly { readonly title: string; readonly commands: readonly SetUpCommand[] }[] {
  const functions = values?.functions ?? [];
  const traps = values?.traps ?? [];
  return [
    ...functions.map(({ title, uri }) => ({
      title: `start ${title}, a sample a minute`,
      commands: [
        {
          kind: "replace" as const,
          locUri: `${uri}/DiagMonConfig/ConfigParams/Period`,
          format: "int",
          data: "60",
        },
        { kind: "exec" as const, locUri: `${uri}/Operations/Start` },
      ],
    })),
    ...traps.map(({ title, uri, threshold }) => ({
      title: `arm the trap ${title} (${uri})`,
      commands: [
        { kind: "replace" as const, locUri: `${uri}/TrapConfig/Threshold`, format: "int", data: threshold },
        { kind: "replace" as const, locUri: `${uri}/Enabled`, format: "bool", data: "true" },
      ],
    })),
  ];
}
