import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Banner } from "../../../shared/widgets/banner.tsx";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import { closeDialog, type DevicePlace } from "../../../state/device-ui.ts";
import styles from "./dialogs.module.css";

/** The end of a form: why it was refused, and what can be done. */
export function FormFoot({
  place,
  refusal,
  action,
  unavailable,
  leave = "Cancel",
  focused = false,
  children,
}: {
  readonly place: DevicePlace;
  readonly refusal: string | undefined;
  /** Title of the button that does it. */
  readonly action: string;
  /** Why it cannot be done as the form stands. */
  readonly unavailable?: string | undefined;
  /** Title of the button that leaves the dialog. */
  readonly leave?: string;
  /** The action has the focus when the dialog opens. */
  readonly focused?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <>
      {refusal !== undefined && (
        <Banner tone="fail" mark={<VerdictMark verdict="fail" />} role="alert">
          {refusal}
        </Banner>
      )}
      <div className={styles.foot}>
        {children}
        <span className="grow" />
        <Button
          onClick={() => {
            closeDialog(place);
          }}
        >
          {leave}
        </Button>
        <Button
          type="submit"
          variant="filled"
          disabled={unavailable !== undefined}
          title={unavailable}
          data-autofocus={focused || undefined}
        >
          {action}
        </Button>
      </div>
    </>
  );
}
