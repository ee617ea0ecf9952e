import { Button, Modal } from "@mantine/core";
import { counted } from "../../shared/format/count.ts";
import { dropAll } from "../../state/callback-actions.tsx";
import { dropping } from "../../state/callback-ui.ts";
import { useStore } from "../../state/store.ts";
import styles from "./callbacks.module.css";

/** Asked before all dead letters of a recipient are dropped. */
export function DropDialog() {
  const letters = useStore(dropping);
  const close = () => {
    dropping.set(undefined);
  };
  return (
    <Modal
      opened={letters !== undefined}
      onClose={close}
      title="Drop dead letters"
      size={440}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {letters !== undefined && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            close();
            void dropAll(letters);
          }}
        >
          <p>
            <b className="strong">{counted(letters.dead, "dead letter")}</b> to {letters.name} will never be
            delivered: the External System sees a gap in <code>sequence</code> for each, and can still ask
            with QueryOperation.
          </p>
          <p className="muted">They can be put back with Undo until others are dropped.</p>
          <div className={styles.formFoot}>
            <Button onClick={close}>Keep them</Button>
            <Button type="submit" variant="filled" data-autofocus>
              Drop them
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
