import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AskingSystem, DiagnosticsChoices } from "../../../../simulator/api/index.ts";
import { counted } from "../../../shared/format/count.ts";
import { retrieveRequest, type RetrievalForm } from "../requests.ts";
import { shortName, timeOfDay } from "../words.ts";
import { CallFoot, SystemField } from "./dialog-frame.tsx";
import { EntryList, useSuggestions } from "./entry-list.tsx";
import { isOpen, useCall } from "./use-call.ts";
import styles from "./dialogs.module.css";

/** F3.11: stored alerts by subscription or by filter, page by page. */
export function RetrieveForm({
  run,
  device,
  choices,
  system,
  onSystem,
  subscriptionId,
}: {
  readonly run: string;
  readonly device: string | undefined;
  readonly choices: DiagnosticsChoices;
  readonly system: AskingSystem | undefined;
  readonly onSystem: (id: string) => void;
  readonly subscriptionId: string | undefined;
}) {
  const call = useCall(run);
  const [bySubscription, setBySubscription] = useState(subscriptionId !== undefined);
  const [form, setForm] = useState<RetrievalForm>({
    subscriptionId: subscriptionId ?? "",
    deviceId: "",
    alertTypes: [],
    from: "",
    to: "",
    startIndex: 0,
    maxResults: "20",
  });
  const devices = useSuggestions(run, "device", form.deviceId);
  const set = (change: Partial<RetrievalForm>) => {
    setForm((now) => ({ ...now, startIndex: 0, ...change }));
    call.reset();
  };
  const asked = bySubscription ? form : { ...form, subscriptionId: "" };
  const draft = retrieveRequest(asked);
  const send = (startIndex: number) => {
    setForm((now) => ({ ...now, startIndex }));
    if (system !== undefined) void call.send(system, retrieveRequest({ ...asked, startIndex }));
  };
  const delivered = call.story?.delivered;
  const size = Number(form.maxResults) || 100;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send(form.startIndex);
      }}
    >
      <SystemField
        run={run}
        systems={choices.systems}
        system={system}
        operation="RetrieveAlerts"
        onChange={onSystem}
      />
      <div className={styles.pair}>
        <NativeSelect
          label="Which alerts"
          data-autofocus
          value={bySubscription ? "subscription" : "filter"}
          data={[
            { value: "filter", label: "those that fit a filter" },
            { value: "subscription", label: "those of a subscription" },
          ]}
          onChange={({ currentTarget }) => {
            setBySubscription(currentTarget.value === "subscription");
            set({});
          }}
        />
        <NativeSelect
          label="At most on a page"
          value={form.maxResults}
          data={["5", "20", "100", "1000"]}
          onChange={({ currentTarget }) => {
            set({ maxResults: currentTarget.value });
          }}
        />
      </div>
      {bySubscription ? (
        <TextInput
          label="subscriptionId"
          value={form.subscriptionId}
          spellCheck={false}
          onChange={({ currentTarget }) => {
            set({ subscriptionId: currentTarget.value });
          }}
        />
      ) : (
        <>
          <TextInput
            label="Device"
            placeholder="any"
            list="retrieve-devices"
            value={form.deviceId}
            spellCheck={false}
            onChange={({ currentTarget }) => {
              set({ deviceId: currentTarget.value });
            }}
          />
          <datalist id="retrieve-devices">
            {[
              ...(device === undefined ? [] : [{ value: device, detail: "the chosen device" }]),
              ...devices,
            ].map(({ value, detail }, index) => (
              <option key={`${index} ${value}`} value={value}>
                {detail}
              </option>
            ))}
          </datalist>
          <EntryList
            label="Alert types"
            what="alert type"
            placeholder="urn:oma:at:…, a * at the end is a wildcard"
            empty="any that the policy allows"
            entries={form.alertTypes}
            suggestions={choices.alertTypes}
            onChange={(alertTypes) => {
              set({ alertTypes });
            }}
          />
          <div className={styles.pair}>
            <TextInput
              label="From (UTC)"
              placeholder="2026-01-31T08:00:00Z"
              value={form.from}
              onChange={({ currentTarget }) => {
                set({ from: currentTarget.value });
              }}
            />
            <TextInput
              label="To (UTC)"
              placeholder="2026-01-31T09:00:00Z"
              value={form.to}
              onChange={({ currentTarget }) => {
                set({ to: currentTarget.value });
              }}
            />
          </div>
        </>
      )}
      <CallFoot
        run={run}
        call={call}
        system={system}
        draft={draft}
        action="Retrieve"
        unavailable={
          isOpen(call)
            ? "The alerts are on their way."
            : bySubscription && form.subscriptionId.trim() === ""
              ? "No subscription is named."
              : undefined
        }
      >
        {delivered !== undefined && (
          <>
            <div className={styles.pages}>
              <span className="caption" role="status">
                {delivered.alerts.length === 0
                  ? "No alert fits."
                  : `${counted(delivered.alerts.length, "alert")}: ${form.startIndex + 1} to ${form.startIndex + delivered.alerts.length}, oldest first`}
              </span>
              <span className="grow" />
              <Button
                disabled={form.startIndex === 0}
                onClick={() => {
                  send(Math.max(0, form.startIndex - size));
                }}
              >
                Page before
              </Button>
              <Button
                disabled={delivered.next === undefined}
                onClick={() => {
                  send(delivered.next ?? 0);
                }}
              >
                Next page
              </Button>
            </div>
            {delivered.alerts.length > 0 && (
              <table className={styles.results} data-wide aria-label="Alerts that were delivered">
                <thead>
                  <tr>
                    <th scope="col">received</th>
                    <th scope="col">device</th>
                    <th scope="col">alert type</th>
                    <th scope="col">mark</th>
                    <th scope="col">data</th>
                  </tr>
                </thead>
                <tbody>
                  {delivered.alerts.map(({ alertId, device: from, type, mark, receivedAt, value }) => (
                    <tr key={alertId}>
                      <td className="data">{timeOfDay(receivedAt)}</td>
                      <td className="data clip" title={from}>
                        {from}
                      </td>
                      <td className="data clip" title={type}>
                        {shortName(type, 1)}
                      </td>
                      <td>{mark ?? <span className="muted">none</span>}</td>
                      <td className="data clip" title={value}>
                        {value}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
      </CallFoot>
    </form>
  );
}
