import { Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import type { AskingSystem, DeviceValues, DiagnosticsChoices } from "../../../../simulator/api/index.ts";
import { type DiagnosticsDialog, diagnosticsDialog } from "../../../state/diagnostics-ui.ts";
import { useStore } from "../../../state/store.ts";
import { useChoices } from "./dialog-frame.tsx";
import { FunctionForm } from "./function-form.tsx";
import { RenewForm, UnsubscribeForm } from "./lifetime-forms.tsx";
import { RetrieveForm } from "./retrieve-form.tsx";
import { SubscribeForm } from "./subscribe-form.tsx";
import { ValuesForm } from "./values-form.tsx";

const titles: Readonly<Record<DiagnosticsDialog["form"], string>> = {
  subscribe: "Subscribe to alerts",
  values: "Request diagnostic values",
  function: "Start or stop a diagnostics function",
  renew: "Renew the subscription",
  unsubscribe: "Unsubscribe from alerts",
  retrieve: "Retrieve stored alerts",
};

/** The forms of the diagnostics screen; at most one is open. */
export function DiagnosticsDialogs({
  run,
  device,
  values,
}: {
  readonly run: string;
  readonly device: string | undefined;
  readonly values: DeviceValues | undefined;
}) {
  const dialog = useStore(diagnosticsDialog);
  useEffect(
    () => () => {
      diagnosticsDialog.set(undefined);
    },
    [run],
  );
  return (
    <Modal
      opened={dialog !== undefined}
      onClose={() => {
        diagnosticsDialog.set(undefined);
      }}
      title={dialog === undefined ? "" : titles[dialog.form]}
      size={dialog?.form === "renew" || dialog?.form === "unsubscribe" ? 480 : 660}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {dialog !== undefined && <Form run={run} dialog={dialog} device={device} values={values} />}
    </Modal>
  );
}

function Form({
  run,
  dialog,
  device,
  values,
}: {
  readonly run: string;
  readonly dialog: DiagnosticsDialog;
  readonly device: string | undefined;
  readonly values: DeviceValues | undefined;
}) {
  const choices = useChoices(run);
  const [id, setId] = useState<string>();
  if (choices === undefined) return <p>Reading what there is to choose from…</p>;
  const system = systemIn(choices, id ?? ("owner" in dialog ? dialog.owner : undefined));
  const common = { run, choices, system, onSystem: setId };
  switch (dialog.form) {
    case "subscribe":
      return <SubscribeForm {...common} device={device} values={values} />;
    case "values":
    case "function":
      if (device === undefined || values === undefined) return <p>Reading the device…</p>;
      if (values.functions.length === 0) return <p>{device} has no diagnostics functions.</p>;
      return dialog.form === "values" ? (
        <ValuesForm
          {...common}
          device={device}
          values={values}
          chosen={dialog.function}
          sendNow={dialog.send === true}
        />
      ) : (
        <FunctionForm {...common} device={device} values={values} chosen={dialog.function} />
      );
    case "renew":
      return <RenewForm run={run} subscriptionId={dialog.subscriptionId} system={system} />;
    case "unsubscribe":
      return (
        <UnsubscribeForm
          run={run}
          subscriptionId={dialog.subscriptionId}
          system={system}
          waits={dialog.waits}
          recipient={dialog.recipient}
        />
      );
    case "retrieve":
      return <RetrieveForm {...common} device={device} subscriptionId={dialog.subscriptionId} />;
  }
}

/** The one that was chosen, else the first that is registered. */
function systemIn({ systems }: DiagnosticsChoices, id: string | undefined): AskingSystem | undefined {
  return systems.find((each) => each.id === id) ?? systems.find(({ registered }) => registered) ?? systems[0];
}
