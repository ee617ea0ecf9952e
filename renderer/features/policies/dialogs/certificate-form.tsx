import { Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { showPolicyDialog } from "../../../state/policies-ui.ts";
import { issueCertificate, type PoliciesPlace } from "../../../state/policy-actions.tsx";
import { FormFoot } from "./form-foot.tsx";
import styles from "../policies.module.css";

const forms = {
  client: { label: "Subject", hint: "The common name: name of an External System, or a device id." },
  server: { label: "Names", hint: "Host names and addresses, with spaces between them." },
} as const;

/** Has the test CA sign a certificate for somebody else. */
export function CertificateForm({ place }: { readonly place: PoliciesPlace }) {
  const [kind, setKind] = useState<keyof typeof forms>("client");
  const [name, setName] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const issue = async () => {
    const reason = await issueCertificate(kind, name.trim());
    setRefusal(reason);
    if (reason === undefined) showPolicyDialog(place.run, undefined);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void issue();
      }}
    >
      <Radio.Group
        label="For"
        value={kind}
        onChange={(chosen) => {
          setKind(chosen === "server" ? "server" : "client");
        }}
      >
        <div className={styles.choices}>
          <Radio size="xs" value="client" label="a client: External System or device, for a year" />
          <Radio size="xs" value="server" label="a server, for 90 days" />
        </div>
      </Radio.Group>
      <TextInput
        label={forms[kind].label}
        value={name}
        data-autofocus
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <p className="caption">
        {forms[kind].hint} Its key is made here and kept until the host stops: save it with the certificate.
      </p>
      <FormFoot
        run={place.run}
        refusal={refusal}
        action="Issue"
        unavailable={name.trim() === "" ? "It needs a name." : undefined}
      />
    </form>
  );
}
