import { Modal } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { KeyCaps } from "../shared/widgets/key-caps.tsx";
import type { KeyCommand } from "../state/keymap.ts";
import styles from "./key-help.module.css";

const groups: readonly {
  readonly title: string;
  readonly keys: readonly (readonly [string, KeyCommand])[];
}[] = [
  {
    title: "Go",
    keys: [
      ["Home", "home"],
      ["Session", "session"],
      ["Journal", "journal"],
      ["Devices", "devices"],
      ["Operations", "operations"],
      ["Callbacks", "callbacks"],
      ["Diagnostics", "diagnostics"],
      ["Registry", "registry"],
      ["Settings", "settings"],
      ["one level up", "up"],
      ["next pane", "nextPane"],
      ["previous pane", "previousPane"],
      ["filter", "filter"],
      ["every command", "palette"],
    ],
  },
  {
    title: "Run",
    keys: [
      ["run or pause", "toggle"],
      ["step one message", "step"],
      ["to the package end", "packageEnd"],
      ["look back", "lookBack"],
      ["back to live", "live"],
      ["export", "export"],
    ],
  },
  {
    title: "Held messages",
    keys: [
      ["hold the next like this", "hold"],
      ["release", "release"],
      ["release all", "releaseAll"],
      ["drop", "drop"],
      ["next held", "nextHeld"],
      ["previous held", "previousHeld"],
    ],
  },
  {
    title: "Device",
    keys: [
      ["older session", "olderSession"],
      ["newer session", "newerSession"],
      ["answer what it asks", "answer"],
    ],
  },
  {
    title: "Message",
    keys: [
      ["decoded", "decoded"],
      ["XML", "xml"],
      ["bytes", "bytes"],
      ["HTTP", "http"],
      ["why", "why"],
      ["ladder as table", "table"],
      ["theme", "theme"],
    ],
  },
];

/** What the keys do. */
export function KeyHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      size={880}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={styles.groups}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl>
              {keys.map(([what, command]) => (
                <div key={command} className={styles.key}>
                  <dt>{what}</dt>
                  <dd>
                    <KeyCaps command={command} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.foot}>
        Arrows move in every list and tree, Enter opens. Single keys work in lists, the ladder and the drawer.{" "}
        <Link to="/settings" onClick={onClose}>
          Switch them off in Settings
        </Link>
      </p>
    </Modal>
  );
}
