import { Kbd } from "@mantine/core";
import { type KeyCommand, keyCaps } from "../../state/keymap.ts";
import styles from "./key-caps.module.css";

/** The keys of a command, each as a cap. */
export function KeyCaps({ command }: { readonly command: KeyCommand }) {
  return (
    <span className={styles.caps}>
      {keyCaps(command).map((cap) => (
        <Kbd key={cap}>{cap}</Kbd>
      ))}
    </span>
  );
}
