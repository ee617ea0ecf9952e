import { Button } from "@mantine/core";
import { Banner } from "../../../shared/widgets/banner.tsx";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import { showPolicyDialog } from "../../../state/policies-ui.ts";
import styles from "../policies.module.css";

/** The end of a form: why it was refused, and what can be done. */
export function FormFoot({
  run,
  refusal,
  action,
  unavailable,
}: {
  readonly run: string;
  readonly refusal: string | undefined;
  /** Title of the button that does it. */
  readonly action: string;
  /** Why it cannot be done as the form stands. */
  readonly unavailable?: string | undefined;
}) {
  return (
    <>
      {refusal !== undefined && (
        <Banner tone="fail" mark={<VerdictMark verdict="fail" />} role="alert">
          {refusal}
        </Banner>
      )}
      <div className={styles.formFoot}>
        <span className="grow" />
        <Button
          onClick={() => {
            showPolicyDialog(run, undefined);
          }}
        >
          Cancel
        </Button>
        <Button type="submit" variant="filled" disabled={unavailable !== undefined} title={unavailable}>
          {action}
        </Button>
      </div>
    </>
  );
}
