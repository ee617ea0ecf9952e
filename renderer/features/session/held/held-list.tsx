import { UnstyledButton } from "@mantine/core";
import type { HeldView } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { useNow } from "../../../shared/hooks/use-now.ts";
import { Way } from "../../../shared/widgets/way.tsx";
import styles from "./held-drawer.module.css";

/** The queue of held messages, oldest first. */
export function HeldList({
  held,
  chosen,
  edited,
  onChoose,
}: {
  readonly held: readonly HeldView[];
  readonly chosen: string;
  readonly edited: ReadonlyMap<string, string>;
  readonly onChoose: (index: number) => void;
}) {
  const now = useNow(1000);
  return (
    <ul className={classNames(styles.queue, "scroll")} aria-label="Queue">
      {held.map(({ id, message, heldSince, by }, index) => (
        <li key={id}>
          <UnstyledButton
            className={classNames(styles.entry, id === chosen && styles.chosen)}
            aria-pressed={id === chosen}
            onClick={() => {
              onChoose(index);
            }}
          >
            <span className={styles.entryHead}>
              <Way from={message.from} to={message.to} brief />
              <b className="strong clip">{message.title}</b>
              <span className={styles.age}>
                {now - heldSince < 1000 ? "now" : `${Math.floor((now - heldSince) / 1000)} s`}
              </span>
            </span>
            <span className="caption clip">
              {edited.has(id) ? "edited · " : ""}
              {by === "rule" ? "caught by the hold rule" : "waits for the next step"} · {message.summary}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
