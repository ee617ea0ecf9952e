import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { ExternalSystemKind, type PoliciesView, type PolicyView } from "../../../../simulator/api/index.ts";
import { policiesUi, showPolicyDialog } from "../../../state/policies-ui.ts";
import { changePolicy, type PoliciesPlace } from "../../../state/policy-actions.tsx";
import { CredentialFields, credentialOf, type CredentialDraft } from "./credential-fields.tsx";
import { FormFoot } from "./form-foot.tsx";
import styles from "../policies.module.css";

/** What a new one may do until its policy is written: look at devices. */
const careful: PolicyView = {
  managementDomain: "operator",
  operations: ["DiscoverDevices", "DescribeDevice"],
  devices: ["*"],
  subtrees: [],
  alertTypes: [],
  acceptsAlertsFrom: [],
  quota: { requestsPerMinute: 600, devicesPerBulk: 10_000, outstandingOperations: 100 },
};

/** Makes an External System known, with its first credential. */
export function AddSystemForm({
  place,
  view,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
}) {
  const [id, setId] = useState("");
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<ExternalSystemKind>("customer-care");
  const [rights, setRights] = useState("");
  const [draft, setDraft] = useState<CredentialDraft>({ scheme: "basic", holder: "", password: "" });
  const [refusal, setRefusal] = useState<string>();
  const credential = credentialOf(draft);
  const like = view.externalSystems.find((system) => system.id === rights);
  const add = async () => {
    if (credential === undefined) return;
    const externalSystem = id.trim();
    const reason = await changePolicy(
      place,
      {
        name: "addExternalSystem",
        externalSystem,
        title: title.trim(),
        kind,
        policy: like?.policy ?? careful,
        credentials: [credential],
      },
      `${externalSystem} was added.`,
    );
    setRefusal(reason);
    if (reason !== undefined) return;
    policiesUi(place.run).update((now) => ({ ...now, system: externalSystem }));
    showPolicyDialog(place.run, undefined);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className={styles.pair}>
        <TextInput
          label="Id"
          value={id}
          data-autofocus
          onChange={({ currentTarget }) => {
            setId(currentTarget.value);
          }}
        />
        <TextInput
          label="Name"
          value={title}
          placeholder={id}
          onChange={({ currentTarget }) => {
            setTitle(currentTarget.value);
          }}
        />
      </div>
      <div className={styles.pair}>
        <NativeSelect
          label="Kind"
          value={kind}
          data={view.choices.kinds}
          onChange={({ currentTarget }) => {
            const chosen = ExternalSystemKind.options.find((one) => one === currentTarget.value);
            if (chosen !== undefined) setKind(chosen);
          }}
        />
        <NativeSelect
          label="Rights"
          value={rights}
          data={[
            { value: "", label: "to discover devices only" },
            ...view.externalSystems
              .filter(({ origin }) => origin !== "pending")
              .map((system) => ({ value: system.id, label: `the same as ${system.id}` })),
          ]}
          onChange={({ currentTarget }) => {
            setRights(currentTarget.value);
          }}
        />
      </div>
      <CredentialFields draft={draft} schemes={view.choices.schemes} onChange={setDraft} />
      <FormFoot
        run={place.run}
        refusal={refusal}
        action="Add"
        unavailable={
          id.trim() === ""
            ? "It needs an id."
            : credential === undefined
              ? "The credential is not complete."
              : undefined
        }
      />
    </form>
  );
}
