import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { ExternalSystemKind, type PoliciesView } from "../../../../simulator/api/index.ts";
import { showPolicyDialog } from "../../../state/policies-ui.ts";
import { changePolicy, type PoliciesPlace } from "../../../state/policy-actions.tsx";
import { FormFoot } from "./form-foot.tsx";
import styles from "../policies.module.css";

/** Changes name and kind of an External System. */
export function DescribeForm({
  place,
  view,
  system,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
  readonly system: string;
}) {
  const known = view.externalSystems.find(({ id }) => id === system);
  const [title, setTitle] = useState(known?.name ?? system);
  const [kind, setKind] = useState<ExternalSystemKind>(known?.kind ?? "other");
  const [refusal, setRefusal] = useState<string>();
  const change = async () => {
    const reason = await changePolicy(
      place,
      { name: "setExternalSystem", externalSystem: system, title: title.trim(), kind },
      `${system} was changed.`,
    );
    setRefusal(reason);
    if (reason === undefined) showPolicyDialog(place.run, undefined);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void change();
      }}
    >
      <TextInput
        label="Name"
        value={title}
        data-autofocus
        onChange={({ currentTarget }) => {
          setTitle(currentTarget.value);
        }}
      />
      <NativeSelect
        label="Kind"
        value={kind}
        data={view.choices.kinds}
        onChange={({ currentTarget }) => {
          const chosen = ExternalSystemKind.options.find((one) => one === currentTarget.value);
          if (chosen !== undefined) setKind(chosen);
        }}
      />
      <p className="caption">Of a DM server, the originator of a delegated request is believed.</p>
      <FormFoot
        run={place.run}
        refusal={refusal}
        action="Change"
        unavailable={title.trim() === "" ? "A name has at least one character." : undefined}
      />
    </form>
  );
}
