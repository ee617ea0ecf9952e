import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ConsoleTemplate } from "../../../simulator/api/index.ts";
import { saveTemplate } from "./console-actions.tsx";
import styles from "./console.module.css";

/** Asks for the name under which a request is kept. */
export function TemplateDialog({
  template,
  onClose,
}: {
  readonly template: Omit<ConsoleTemplate, "id" | "name"> & { readonly id?: string; readonly name: string };
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(template.name);
  const [refusal, setRefusal] = useState<string>();
  const isNew = template.id === undefined;
  const save = async () => {
    const reason = await saveTemplate({ ...template, name }, isNew);
    if (reason === undefined) onClose();
    else setRefusal(reason);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={isNew ? "Save as template" : "Rename the template"}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        className={styles.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          maxLength={80}
          value={name}
          error={refusal}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setRefusal(undefined);
          }}
        />
        <p className="caption">Kept for every run of this host. Passwords are not kept.</p>
        <div className={styles.dialogFoot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={name.trim() === ""}>
            {isNew ? "Save" : "Rename"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
