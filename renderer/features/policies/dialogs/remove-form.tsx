import { useState } from "react";
import { setDraftPolicy, showPolicyDialog } from "../../../state/policies-ui.ts";
import { changePolicy, type PoliciesPlace } from "../../../state/policy-actions.tsx";
import { FormFoot } from "./form-foot.tsx";
import styles from "../policies.module.css";

/** Asks before an External System goes: its credentials cannot be had back. */
export function RemoveForm({ place, system }: { readonly place: PoliciesPlace; readonly system: string }) {
  const [refusal, setRefusal] = useState<string>();
  const remove = async () => {
    const reason = await changePolicy(
      place,
      { name: "removeExternalSystem", externalSystem: system },
      `${system} was removed.`,
    );
    setRefusal(reason);
    if (reason !== undefined) return;
    setDraftPolicy(place.run, system, undefined);
    showPolicyDialog(place.run, undefined);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void remove();
      }}
    >
      <p>
        <b>{system}</b> can call no more, its registration ends, and what waits for it is not carried out.
        This cannot be taken back.
      </p>
      <FormFoot run={place.run} refusal={refusal} action={`Remove ${system}`} />
    </form>
  );
}
