import { Checkbox, NativeSelect } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { AskingSystem, DeviceValues, DiagnosticsChoices } from "../../../../simulator/api/index.ts";
import { valuesRequest } from "../requests.ts";
import { CallFoot, SystemField } from "./dialog-frame.tsx";
import { EntryList, useSuggestions } from "./entry-list.tsx";
import { isOpen, useCall } from "./use-call.ts";
import styles from "./dialogs.module.css";

/** F3.11: a fresh reading of a diagnostics function, and what it brought. */
export function ValuesForm({
  run,
  device,
  values,
  choices,
  system,
  onSystem,
  chosen,
  sendNow,
}: {
  readonly run: string;
  readonly device: string;
  readonly values: DeviceValues;
  readonly choices: DiagnosticsChoices;
  readonly system: AskingSystem | undefined;
  readonly onSystem: (id: string) => void;
  /** Type of the function that is read. */
  readonly chosen: string | undefined;
  /** It is sent when the form opens. */
  readonly sendNow: boolean;
}) {
  const call = useCall(run);
  const functions = values.functions;
  const [wanted, setWanted] = useState(chosen ?? functions[0]?.type ?? "");
  const [parameters, setParameters] = useState<readonly string[]>([]);
  const [start, setStart] = useState(false);
  const [text, setText] = useState("");
  const nodes = useSuggestions(run, "locUri", text, device);
  const draft = valuesRequest({ deviceId: device, function: wanted, parameters, start });
  const sent = useRef(false);
  const ready = sendNow && system !== undefined;
  useEffect(() => {
    if (!ready || sent.current) return;
    sent.current = true;
    void call.send(system, draft);
    // It is sent once, as the form stood when it opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ready]);
  const before = new Map(
    functions.flatMap((each) => each.values.map(({ uri, value }) => [uri, value] as const)),
  );
  const items = call.story?.delivered?.items ?? [];
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
        operation="RequestDiagnostics"
        onChange={onSystem}
      />
      <NativeSelect
        label={`Function of ${device}`}
        data-autofocus
        value={wanted}
        data={functions.map(({ type, title, state }) => ({
          value: type,
          label: `${title}, ${state}, ${type}`,
        }))}
        onChange={({ currentTarget }) => {
          setWanted(currentTarget.value);
          call.reset();
        }}
      />
      <EntryList
        label="Parameters"
        what="parameter"
        placeholder="./DiagMon/Battery/DiagMonData/Level"
        empty="none: all values of the function"
        entries={parameters}
        suggestions={[
          ...functions.flatMap((each) => each.values.map(({ uri }) => ({ value: uri, detail: each.title }))),
          ...nodes,
        ]}
        onText={setText}
        onChange={(next) => {
          setParameters(next);
          call.reset();
        }}
      />
      <Checkbox
        label="Start the function first, and read it when it is done"
        checked={start}
        onChange={({ currentTarget }) => {
          setStart(currentTarget.checked);
          call.reset();
        }}
      />
      <CallFoot
        run={run}
        call={call}
        system={system}
        draft={draft}
        action={isOpen(call) ? "Reading…" : "Read now"}
        unavailable={isOpen(call) ? "The reading is under way." : undefined}
      >
        {items.length > 0 && (
          <table className={styles.results} aria-label="Values that were delivered">
            <thead>
              <tr>
                <th scope="col">parameter</th>
                <th scope="col">delivered</th>
                <th scope="col">shown now</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ uri, value }) => (
                <tr key={uri}>
                  <td className="data clip" title={uri}>
                    {uri}
                  </td>
                  <td className="data clip">{value}</td>
                  <td className="data clip muted">{before.get(uri) ?? ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </CallFoot>
    </form>
  );
}
