import { Button, Modal } from "@mantine/core";
import styles from "./console.module.css";

/** Says what an envelope holds that the form has no place for, before anything of it is left out. */
export function LostDialog({
  sentences,
  onGo,
  onStay,
}: {
  readonly sentences: readonly string[];
  /** Goes to the form without it; undefined where there is nothing that a form could show. */
  readonly onGo: (() => void) | undefined;
  readonly onStay: () => void;
}) {
  return (
    <Modal
      opened
      onClose={onStay}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
      title={onGo === undefined ? "The form cannot show this envelope" : "The form has no place for this"}
    >
      <div className={styles.dialog}>
        <ul className={styles.lost}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="caption">The editor keeps the envelope as it is, and it can be sent from there.</p>
        <div className={styles.dialogFoot}>
          {onGo !== undefined && <Button onClick={onGo}>To the form without it</Button>}
          <Button variant="filled" data-autofocus onClick={onStay}>
            Stay in the editor
          </Button>
        </div>
      </div>
    </Modal>
  );
}
