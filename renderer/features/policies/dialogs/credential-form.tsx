import { useState } from "react";
import type { PoliciesView } from "../../../../simulator/api/index.ts";
import { showPolicyDialog } from "../../../state/policies-ui.ts";
import { changePolicy, type PoliciesPlace } from "../../../state/policy-actions.tsx";
import { schemeName } from "../words.ts";
import { CredentialFields, credentialOf, type CredentialDraft } from "./credential-fields.tsx";
import { FormFoot } from "./form-foot.tsx";
import styles from "../policies.module.css";

/** Gives an External System a credential, or replaces the one with the same scheme and name. */
export function CredentialForm({
  place,
  view,
  system,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
  readonly system: string;
}) {
  const known = view.externalSystems.find(({ id }) => id === system)?.credentials ?? [];
  const [draft, setDraft] = useState<CredentialDraft>({
    scheme: known[0]?.scheme ?? "basic",
    holder: known[0]?.holder ?? system,
    password: "",
  });
  const [refusal, setRefusal] = useState<string>();
  const credential = credentialOf(draft);
  const isReplaced = known.some(
    ({ scheme, holder }) => scheme === draft.scheme && holder === draft.holder.trim(),
  );
  const set = async () => {
    if (credential === undefined) return;
    const done = `${system} has a ${isReplaced ? "new" : "further"} credential (${schemeName(draft.scheme)}).`;
    const reason = await changePolicy(
      place,
      { name: "setCredential", externalSystem: system, credential },
      done,
    );
    setRefusal(reason);
    if (reason === undefined) showPolicyDialog(place.run, undefined);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void set();
      }}
    >
      <CredentialFields draft={draft} schemes={view.choices.schemes} onChange={setDraft} />
      {isReplaced && <p>It takes the place of the one that {system} has. The old one cannot be had back.</p>}
      <FormFoot
        run={place.run}
        refusal={refusal}
        action={isReplaced ? "Replace" : "Add"}
        unavailable={credential === undefined ? "The credential is not complete." : undefined}
      />
    </form>
  );
}
