import { NativeSelect, Radio } from "@mantine/core";
import { useState } from "react";
import type { AskingSystem, DeviceValues, DiagnosticsChoices } from "../../../../simulator/api/index.ts";
import { operateRequest } from "../requests.ts";
import { CallFoot, SystemField } from "./dialog-frame.tsx";
import { isOpen, useCall } from "./use-call.ts";
import styles from "./dialogs.module.css";

/** Starts or stops a diagnostics function: ManageParameters with an Exec. */
export function FunctionForm({
  run,
  device,
  values,
  choices,
  system,
  onSystem,
  chosen,
}: {
  readonly run: string;
  readonly device: string;
  readonly values: DeviceValues;
  readonly choices: DiagnosticsChoices;
  readonly system: AskingSystem | undefined;
  readonly onSystem: (id: string) => void;
  /** LocURI of the function. */
  readonly chosen: string | undefined;
}) {
  const call = useCall(run);
  const functions = values.functions;
  const [uri, setUri] = useState(chosen ?? functions[0]?.uri ?? "");
  const [operation, setOperation] = useState<"Start" | "Stop">(
    functions.find((each) => each.uri === uri)?.busy === true ? "Stop" : "Start",
  );
  const draft = operateRequest(device, uri, operation);
  const [result] = call.story?.results ?? [];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (system !== undefined) void call.send(system, draft);
      }}
    >
      <SystemField
        run={run}
        systems={choices.systems}
        system={system}
        operation="ManageParameters"
        onChange={onSystem}
      />
      <NativeSelect
        label={`Function of ${device}`}
        value={uri}
        data={functions.map((each) => ({
          value: each.uri,
          label: `${each.title}, ${each.state}, ${each.uri}`,
        }))}
        onChange={({ currentTarget: { value } }) => {
          setUri(value);
          setOperation(functions.find((each) => each.uri === value)?.busy === true ? "Stop" : "Start");
          call.reset();
        }}
      />
      <Radio.Group
        label="Exec of"
        value={operation}
        onChange={(value) => {
          setOperation(value === "Stop" ? "Stop" : "Start");
          call.reset();
        }}
      >
        <div className={styles.choices}>
          <Radio size="xs" value="Start" label={`Start: ${uri}/Operations/Start`} data-autofocus />
          <Radio size="xs" value="Stop" label={`Stop: ${uri}/Operations/Stop`} />
        </div>
      </Radio.Group>
      <CallFoot
        run={run}
        call={call}
        system={system}
        draft={draft}
        action={operation}
        unavailable={isOpen(call) ? "The Exec is under way." : undefined}
      >
        {result !== undefined && (
          <p role="status">
            The device answered <b className="strong">{result.status}</b> {result.value}
          </p>
        )}
      </CallFoot>
    </form>
  );
}
