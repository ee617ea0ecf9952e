import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { PoliciesView } from "../../../../simulator/api/index.ts";
import { type PolicyDialog, showPolicyDialog, usePoliciesUi } from "../../../state/policies-ui.ts";
import type { PoliciesPlace } from "../../../state/policy-actions.tsx";
import { AddSystemForm } from "./add-system-form.tsx";
import { CertificateForm } from "./certificate-form.tsx";
import { CredentialForm } from "./credential-form.tsx";
import { DescribeForm } from "./describe-form.tsx";
import { RemoveForm } from "./remove-form.tsx";

const titles: Readonly<Record<PolicyDialog["name"], string>> = {
  add: "Add an External System",
  credential: "Set a credential",
  describe: "Name and kind",
  remove: "Remove an External System",
  certificate: "Issue a certificate",
};

/** The dialog that is open, if any. */
export function PolicyDialogs({
  place,
  view,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
}) {
  const { dialog } = usePoliciesUi(place.run);
  return (
    <Modal
      opened={dialog !== undefined}
      onClose={() => {
        showPolicyDialog(place.run, undefined);
      }}
      title={dialog === undefined ? "" : titles[dialog.name]}
      size={520}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {dialog && <DialogBody place={place} view={view} dialog={dialog} />}
    </Modal>
  );
}

function DialogBody({
  place,
  view,
  dialog,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
  readonly dialog: PolicyDialog;
}): ReactNode {
  switch (dialog.name) {
    case "add":
      return <AddSystemForm place={place} view={view} />;
    case "credential":
      return <CredentialForm place={place} view={view} system={dialog.system} />;
    case "describe":
      return <DescribeForm place={place} view={view} system={dialog.system} />;
    case "remove":
      return <RemoveForm place={place} system={dialog.system} />;
    case "certificate":
      return <CertificateForm place={place} />;
  }
}
