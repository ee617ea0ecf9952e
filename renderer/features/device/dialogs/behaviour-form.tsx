import { NativeSelect, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import type { DeviceView } from "../../../../simulator/api/index.ts";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { askDevice } from "../../../state/device-actions.tsx";
import { closeDialog, type DevicePlace } from "../../../state/device-ui.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

/** Has a management object do something: choose the object, what, and with which values. */
export function BehaviourForm({
  place,
  device,
  object: first,
}: {
  readonly place: DevicePlace;
  readonly device: DeviceView;
  readonly object: string | undefined;
}) {
  const { objects } = device;
  const [objectId, setObject] = useState(
    first ?? objects.find(({ actions }) => actions.length > 0)?.id ?? objects[0]?.id,
  );
  const [chosen, setChosen] = useState<string>();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string>();
  const object = objects.find(({ id }) => id === objectId);
  const action = object?.actions.find(({ name }) => name === chosen) ?? object?.actions[0];
  if (objects.length === 0)
    return (
      <Empty>
        <b>This profile has no behaviours.</b> A phone, a vehicle unit or a gateway has firmware, software or
        diagnostics; choose such a profile for the device in the configuration.
      </Empty>
    );
  const run = async () => {
    if (object === undefined || action === undefined) return;
    const parameters = Object.fromEntries(
      action.parameters.map(({ name, default: preset }) => [
        name,
        values[`${action.name}/${name}`] ?? preset,
      ]),
    );
    const reason = await askDevice(
      place,
      { name: "runAction", object: object.id, action: action.name, parameters },
      `${object.title}: ${action.title}.`,
    );
    if (reason === undefined) closeDialog(place);
    else setRefusal(reason);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <NativeSelect
        label="Management object"
        value={objectId}
        data={objects.map(({ id, title, uri }) => ({ value: id, label: `${title}, ${uri}` }))}
        onChange={({ currentTarget }) => {
          setObject(currentTarget.value);
          setChosen(undefined);
          setRefusal(undefined);
        }}
      />
      {object !== undefined && (
        <p className={styles.state} role="status">
          Now: <b className="strong">{object.state}</b>
          {object.busy && ", at work"}
        </p>
      )}
      {object?.actions.length === 0 && <p className="muted">Nothing can be done with it in this state.</p>}
      {object !== undefined && object.actions.length > 0 && (
        <Radio.Group
          label="What it does"
          value={action?.name ?? null}
          onChange={(name) => {
            setChosen(name);
            setRefusal(undefined);
          }}
        >
          <div className={styles.choices}>
            {object.actions.map(({ name, title }) => (
              <Radio key={name} size="xs" value={name} label={title} />
            ))}
          </div>
        </Radio.Group>
      )}
      {action?.parameters.map(({ name, title, default: preset, values: offered }) => {
        const key = `${action.name}/${name}`;
        const value = values[key] ?? preset;
        const setValue = (next: string) => {
          setValues((now) => ({ ...now, [key]: next }));
          setRefusal(undefined);
        };
        return offered === undefined ? (
          <TextInput
            key={key}
            label={title}
            value={value}
            onChange={({ currentTarget }) => {
              setValue(currentTarget.value);
            }}
          />
        ) : (
          <NativeSelect
            key={key}
            label={title}
            value={value}
            data={offered}
            onChange={({ currentTarget }) => {
              setValue(currentTarget.value);
            }}
          />
        );
      })}
      <FormFoot
        place={place}
        refusal={refusal}
        action={action?.title ?? "Run"}
        unavailable={device.unavailable ?? (action === undefined ? "There is nothing to run." : undefined)}
      />
    </form>
  );
}
