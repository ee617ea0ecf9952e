import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { DeviceView } from "../../../../simulator/api/index.ts";
import { closeDialog, type DeviceDialog, type DevicePlace, useDeviceUi } from "../../../state/device-ui.ts";
import { AddNodeForm } from "./add-node-form.tsx";
import { AlertForm } from "./alert-form.tsx";
import { AskForm } from "./ask-form.tsx";
import { BehaviourForm } from "./behaviour-form.tsx";
import { DeleteForm } from "./delete-form.tsx";
import { ExportForm } from "./export-form.tsx";
import { MannersForm } from "./manners-form.tsx";
import { QuestionForm } from "./question-form.tsx";
import { StartForm } from "./start-form.tsx";

const titles: Readonly<Record<DeviceDialog["name"], string>> = {
  alert: "Generate an alert",
  behaviour: "Run a behaviour",
  question: "The device asks its user",
  manners: "Manners of the device",
  ask: "Have the DM server ask the user",
  add: "Add a node",
  delete: "Delete for good",
  start: "Start a session",
  export: "Export the tree",
};

const widths: Readonly<Record<DeviceDialog["name"], number>> = {
  alert: 560,
  behaviour: 620,
  question: 480,
  manners: 760,
  ask: 480,
  add: 520,
  delete: 460,
  start: 460,
  export: 480,
};

/** The dialog that is open, if any. */
export function Dialogs({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const { dialog } = useDeviceUi(place);
  return (
    <Modal
      opened={dialog !== undefined}
      onClose={() => {
        closeDialog(place);
      }}
      title={dialog === undefined ? "" : titles[dialog.name]}
      size={dialog === undefined ? 0 : widths[dialog.name]}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {dialog && <DialogBody place={place} device={device} dialog={dialog} />}
    </Modal>
  );
}

function DialogBody({
  place,
  device,
  dialog,
}: {
  readonly place: DevicePlace;
  readonly device: DeviceView;
  readonly dialog: DeviceDialog;
}): ReactNode {
  switch (dialog.name) {
    case "alert":
      return <AlertForm place={place} device={device} />;
    case "behaviour":
      return <BehaviourForm place={place} device={device} object={dialog.object} />;
    case "question":
      return <QuestionForm key={device.question?.id} place={place} question={device.question} />;
    case "manners":
      return <MannersForm place={place} device={device} />;
    case "ask":
      return <AskForm place={place} />;
    case "add":
      return <AddNodeForm place={place} under={dialog.uri} />;
    case "delete":
      return <DeleteForm place={place} node={dialog.node} />;
    case "start":
      return <StartForm place={place} device={device} />;
    case "export":
      return <ExportForm place={place} device={device} />;
  }
}
