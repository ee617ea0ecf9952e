import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { AskingSystem, DeviceValues, DiagnosticsChoices } from "../../../../simulator/api/index.ts";
import { counted } from "../../../shared/format/count.ts";
import { subscribeRequest, type SetUpCommand, type SubscriptionForm } from "../requests.ts";
import { CallFoot, SystemField } from "./dialog-frame.tsx";
import { EntryList, useSuggestions } from "./entry-list.tsx";
import { GrantedWord } from "./granted-word.tsx";
import { SetUpFields } from "./set-up-fields.tsx";
import { isTaken, useCall } from "./use-call.ts";
import styles from "./dialogs.module.css";

const lifetimes = [
  { value: "", label: "until it is ended" },
  { value: "PT10M", label: "10 minutes" },
  { value: "PT1H", label: "1 hour" },
  { value: "P1D", label: "1 day" },
  { value: "P7D", label: "7 days" },
];

/** F3.1: what an External System of ours subscribes to. */
export function SubscribeForm({
  run,
  device,
  values,
  choices,
  system,
  onSystem,
}: {
  readonly run: string;
  readonly device: string | undefined;
  readonly values: DeviceValues | undefined;
  readonly choices: DiagnosticsChoices;
  readonly system: AskingSystem | undefined;
  readonly onSystem: (id: string) => void;
}) {
  const call = useCall(run);
  const [form, setForm] = useState<SubscriptionForm>({
    alertTypes: ["urn:oma:at:diagmon:1.0:*"],
    parameters: [],
    target: { kind: "all" },
    deliverTo: "",
    setUp: [],
    expires: "",
  });
  const [text, setText] = useState("");
  const [deviceText, setDeviceText] = useState("");
  const nodes = useSuggestions(run, "locUri", text, device);
  const devices = useSuggestions(run, "device", deviceText);
  const set = (change: Partial<SubscriptionForm>) => {
    setForm((now) => ({ ...now, ...change }));
    call.reset();
  };
  const draft = subscribeRequest(form);
  const { target } = form;
  const nobody =
    (target.kind === "devices" && target.ids.length === 0) ||
    (target.kind === "groups" && target.names.length === 0);
  const functionPlaces = (values?.functions ?? []).map(({ uri, title }) => ({ value: uri, detail: title }));
  const trapPlaces = (values?.traps ?? []).map(({ uri, title }) => ({ value: uri, detail: title }));
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
        operation="SubscribeAlerts"
        onChange={(id) => {
          onSystem(id);
          set({ deliverTo: "" });
        }}
      />
      <EntryList
        label="Alert types"
        what="alert type"
        placeholder="urn:oma:at:…, a * at the end is a wildcard"
        empty="none: every alert type that the policy allows"
        entries={form.alertTypes}
        suggestions={choices.alertTypes}
        onChange={(alertTypes) => {
          set({ alertTypes });
        }}
        about={(alertType) =>
          system && <GrantedWord run={run} externalSystem={system.id} alertType={alertType} />
        }
        focused
      />
      <EntryList
        label="Parameters"
        what="parameter"
        placeholder="./DiagMon/Battery"
        empty="none: every item of an alert passes"
        entries={form.parameters}
        suggestions={[...functionPlaces, ...trapPlaces, ...nodes]}
        onText={setText}
        onChange={(parameters) => {
          set({ parameters });
        }}
        about={(parameter) =>
          system && <GrantedWord run={run} externalSystem={system.id} parameter={parameter} />
        }
      />
      <div className={styles.pair}>
        <NativeSelect
          label="Devices"
          value={target.kind}
          data={[
            { value: "all", label: "all devices of the policy" },
            { value: "devices", label: "these devices" },
            {
              value: "groups",
              label: "devices of groups",
              disabled: choices.groups.length === 0,
            },
          ]}
          onChange={({ currentTarget: { value } }) => {
            set({
              target:
                value === "devices"
                  ? { kind: "devices", ids: device === undefined ? [] : [device] }
                  : value === "groups"
                    ? { kind: "groups", names: choices.groups.slice(0, 1).map(({ name }) => name) }
                    : { kind: "all" },
            });
          }}
        />
        <NativeSelect
          label="Deliver to"
          value={form.deliverTo}
          data={[
            { value: "", label: `${system?.id ?? "who asks"} itself` },
            ...(system?.mayDeliverTo ?? []).map(({ name, consents }) => ({
              value: name,
              label: consents
                ? `${name}, accepts alerts of ${system?.id ?? ""}`
                : `${name}, does not accept them`,
            })),
          ]}
          onChange={({ currentTarget }) => {
            set({ deliverTo: currentTarget.value });
          }}
        />
      </div>
      <Consent system={system} deliverTo={form.deliverTo} />
      {target.kind === "devices" && (
        <EntryList
          label="These devices"
          what="device"
          placeholder="IMEI:…"
          empty="none yet: SVC0002 would be the answer"
          entries={target.ids}
          suggestions={devices}
          onText={setDeviceText}
          onChange={(ids) => {
            set({ target: { kind: "devices", ids } });
          }}
        />
      )}
      {target.kind === "groups" && (
        <EntryList
          label="Groups"
          what="group"
          placeholder="name of a group"
          empty="none yet: SVC0002 would be the answer"
          entries={target.names}
          suggestions={choices.groups.map(({ name, devices: count }) => ({
            value: name,
            detail: counted(count, "device"),
          }))}
          onChange={(names) => {
            set({ target: { kind: "groups", names } });
          }}
        />
      )}
      <SetUpFields
        run={run}
        device={device}
        values={values}
        commands={form.setUp}
        onChange={(setUp: readonly SetUpCommand[]) => {
          set({ setUp });
        }}
      />
      <NativeSelect
        label="Lifetime"
        value={form.expires}
        data={lifetimes}
        onChange={({ currentTarget }) => {
          set({ expires: currentTarget.value });
        }}
      />
      <CallFoot
        run={run}
        call={call}
        system={system}
        draft={draft}
        action={isTaken(call) ? "Subscribe again" : "Subscribe"}
        unavailable={nobody ? "No device is selected." : undefined}
      />
    </form>
  );
}

function Consent({
  system,
  deliverTo,
}: {
  readonly system: AskingSystem | undefined;
  readonly deliverTo: string;
}) {
  const chosen = system?.mayDeliverTo.find(({ name }) => name === deliverTo);
  if (chosen === undefined) return null;
  return (
    <p className="caption">
      {chosen.consents
        ? `${chosen.name} has consented: ${chosen.rule}.`
        : `${chosen.name} has not consented, POL0001 would be the answer: ${chosen.rule}.`}
    </p>
  );
}

/** Durations to choose from. */
export function LifetimeField({
  value,
  same,
  onChange,
}: {
  readonly value: string;
  /** What no duration means here. */
  readonly same: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <NativeSelect
      label="Lifetime from now on"
      data-autofocus
      value={value}
      data={[{ value: "", label: same }, ...lifetimes.slice(1)]}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}
