import { Button, Modal } from "@mantine/core";
import type { JobView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { cancelOperation } from "../../state/operation-actions.ts";
import { cancelling, type OperationPlace } from "../../state/operation-ui.ts";
import { useStore } from "../../state/store.ts";
import styles from "./job.module.css";

/** Asked before an operation is cancelled: what stops, and what is waited for. */
export function CancelDialog({ place, job }: { readonly place: OperationPlace; readonly job: JobView }) {
  const opened = useStore(cancelling);
  const { funnel, final, line } = job;
  const close = () => {
    cancelling.set(false);
  };
  const waiting = funnel.queued + funnel.notified;
  const busy = funnel["in-session"] + funnel.awaiting;
  return (
    <Modal
      opened={opened && final === undefined}
      onClose={close}
      title={`Cancel ${line.name ?? line.operation}`}
      size={460}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          close();
          void cancelOperation(place);
        }}
      >
        <p>
          <b className="strong">{counted(waiting, "device")}</b> that nobody has begun with{" "}
          {waiting === 1 ? "is" : "are"} left alone and counted as cancelled.
        </p>
        <p>
          <b className="strong">{counted(busy, "device")}</b> in session {busy === 1 ? "is" : "are"} waited
          for: what is in a package that was sent cannot be called back, nothing more is sent.
        </p>
        <p className="muted">
          What is done stays done. The External System gets the OperationResult when the last device is
          through.
        </p>
        <div className={styles.formFoot}>
          <Button onClick={close}>Keep it going</Button>
          <Button type="submit" variant="filled" data-autofocus>
            Cancel the operation
          </Button>
        </div>
      </form>
    </Modal>
  );
}
