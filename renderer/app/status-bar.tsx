import { UnstyledButton } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import type { HostView } from "../../simulator/api/index.ts";
import { counted, formatSize } from "../shared/format/count.ts";
import { hostLink } from "../state/host-link.ts";
import { keyHint } from "../state/keymap.ts";
import { cycleTheme, settings } from "../state/settings.ts";
import { useStore } from "../state/store.ts";
import { Addresses } from "./addresses.tsx";
import styles from "./status-bar.module.css";

const phases = {
  connecting: "connecting to the host…",
  ready: "host ready",
  lost: "host is away, trying again…",
  stopped: "host has ended",
  refused: "host refused this page",
} as const;

/** The foot of the window: the host, who can reach it, what it keeps; commands, theme, keys. */
export function StatusBar({
  host,
  onHelp,
}: {
  readonly host: HostView | undefined;
  readonly onHelp: () => void;
}) {
  const { phase } = useStore(hostLink);
  const { theme } = useStore(settings);
  return (
    <footer className={styles.status}>
      <span className={phase === "ready" ? styles.ink : styles.warn}>{phases[phase]}</span>
      {host !== undefined && (
        <>
          <Addresses addresses={host.addresses} />
          <span className={host.loopbackOnly ? undefined : styles.warn}>
            {host.loopbackOnly ? "this computer only" : "open to other computers"}
          </span>
          <span className={styles.optional}>
            {host.journal.records === 0
              ? "journal empty"
              : `journal ${counted(host.journal.records, "record")}, ${formatSize(host.journal.bytes)}, ${host.durable ? "on disk" : "in memory"}`}
          </span>
        </>
      )}
      <span className="grow" />
      <UnstyledButton className={styles.action} onClick={spotlight.open}>
        Commands <kbd>{keyHint("palette")}</kbd>
      </UnstyledButton>
      <UnstyledButton className={styles.action} onClick={cycleTheme} title={keyHint("theme")}>
        Theme: {theme}
      </UnstyledButton>
      <UnstyledButton className={styles.action} onClick={onHelp}>
        Keys <kbd>{keyHint("help")}</kbd>
      </UnstyledButton>
    </footer>
  );
}
