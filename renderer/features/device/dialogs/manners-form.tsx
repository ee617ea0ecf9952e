import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { BehaviourView, DeviceCommandInput, DeviceView } from "../../../../simulator/api/index.ts";
import { askDevice } from "../../../state/device-actions.tsx";
import { closeDialog, type DevicePlace } from "../../../state/device-ui.ts";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

/** Where the device departs from the protocol, and what it makes of notifications and its user. */
export function MannersForm({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const { manners, behaviour, unavailable } = device;
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [notification, setNotification] = useState(behaviour.notification);
  const [user, setUser] = useState(behaviour.user);
  const [refusal, setRefusal] = useState<string>();
  const valueOf = (name: string, value: string) => chosen[name] ?? value;
  const changed = Object.fromEntries(
    manners.flatMap(({ name, value }) => {
      const next = valueOf(name, value);
      return next === value ? [] : [[name, next]];
    }),
  );
  const behaves = behaviourChange(behaviour, notification, user);
  const isChanged = Object.keys(changed).length > 0 || behaves !== undefined;
  const save = async () => {
    const reason =
      (behaves && (await askDevice(place, behaves, "The device behaves as chosen."))) ??
      (Object.keys(changed).length > 0
        ? await askDevice(
            place,
            { name: "setManners", manners: changed },
            "The device has the chosen manners.",
          )
        : undefined);
    if (reason === undefined) closeDialog(place);
    else setRefusal(reason);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={styles.pair}>
        <NativeSelect
          label="Notifications (Package 0)"
          value={notification}
          data={[
            { value: "accept", label: "taken" },
            { value: "refuse-digest", label: "dropped: digest taken for wrong" },
            { value: "ignore", label: "ignored: the user says no" },
          ]}
          onChange={({ currentTarget: { value } }) => {
            if (value === "accept" || value === "refuse-digest" || value === "ignore") setNotification(value);
          }}
        />
        <NativeSelect
          label="User at the device"
          value={user}
          data={[
            { value: "none", label: "nobody: questions are answered 406" },
            { value: "person", label: "a person, who is asked in this page" },
            ...(user === "script" ? [{ value: "script", label: "a script of the scenario" }] : []),
          ]}
          onChange={({ currentTarget: { value } }) => {
            if (value === "none" || value === "person") setUser(value);
          }}
        />
      </div>
      <p className="muted">
        Ways in which devices of the field depart from the protocol. They count from the next session on.
      </p>
      <div className={styles.manners}>
        {manners.map(({ name, title, text, value, choices }) => {
          const now = valueOf(name, value);
          return (
            <div key={name} className={styles.manner} data-bad={now !== choices[0]?.value}>
              <label htmlFor={`manner-${name}`}>{title}</label>
              <NativeSelect
                id={`manner-${name}`}
                value={now}
                data={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
                onChange={({ currentTarget }) => {
                  setChosen((before) => ({ ...before, [name]: currentTarget.value }));
                }}
              />
              <p className="caption">{text}</p>
            </div>
          );
        })}
      </div>
      <FormFoot
        place={place}
        refusal={refusal}
        action="Save"
        unavailable={unavailable ?? (isChanged ? undefined : "Nothing was changed.")}
      >
        <Button
          variant="subtle"
          onClick={() => {
            setChosen(
              Object.fromEntries(manners.map(({ name, choices }) => [name, choices[0]?.value ?? ""])),
            );
          }}
        >
          Keep to the protocol in everything
        </Button>
      </FormFoot>
    </form>
  );
}

function behaviourChange(
  before: BehaviourView,
  notification: BehaviourView["notification"],
  user: BehaviourView["user"],
): Extract<DeviceCommandInput, { name: "setBehaviour" }> | undefined {
  if (notification === before.notification && user === before.user) return undefined;
  return {
    name: "setBehaviour",
    behaviour: { notification, ...(user === "script" || user === before.user ? {} : { user }) },
  };
}
