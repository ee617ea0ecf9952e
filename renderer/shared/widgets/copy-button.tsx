import { CopyButton as Copying, Tooltip, UnstyledButton } from "@mantine/core";
import { CopyIcon } from "./icons.tsx";
import styles from "./copy-button.module.css";

/** Copies a text; says so for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <Copying value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? "Copied" : label}>
          <UnstyledButton
            className={styles.copy}
            aria-label={copied ? `${label}: copied` : label}
            onClick={copy}
          >
            {copied ? "✓" : <CopyIcon />}
          </UnstyledButton>
        </Tooltip>
      )}
    </Copying>
  );
}
