import { UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { choose } from "../../state/run-actions.ts";
import styles from "./message-link.module.css";

/** Leads to a message on the ladder, with the inspector on it. */
export function MessageLink({ run, seq }: { readonly run: string; readonly seq: number }) {
  const open = useOpenMessage(run);
  return (
    <UnstyledButton
      className={styles.link}
      aria-label={`Message ${seq} on the ladder`}
      onClick={() => {
        open(seq);
      }}
    >
      {seq}
    </UnstyledButton>
  );
}

/** Opens the ladder at a message. */
export function useOpenMessage(run: string): (seq: number) => void {
  const navigate = useNavigate();
  return (seq) => {
    choose(run, seq);
    void navigate({ to: "/session/$run", params: { run } });
  };
}
