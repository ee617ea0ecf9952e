import type { RunView } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { verdictWord } from "../../../shared/format/row-text.ts";
import { useRowKeys } from "../../../shared/hooks/use-row-keys.ts";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import styles from "./side-pane.module.css";

/** The steps of the scenario; choosing one chooses its message. */
export function StepList({
  steps,
  selected,
  onSelect,
}: {
  readonly steps: RunView["steps"];
  readonly selected: number | undefined;
  readonly onSelect: (seq: number) => void;
}) {
  const active = steps.findIndex(({ messages }) => selected !== undefined && messages.includes(selected));
  const select = (index: number) => {
    const seq = steps[index]?.messages[0];
    if (seq !== undefined) onSelect(seq);
  };
  const onKeyDown = useRowKeys(steps.length, active, select);
  if (steps.length === 0) return <p className={styles.none}>This run has no steps to judge.</p>;
  return (
    <div
      role="listbox"
      aria-label="Steps"
      tabIndex={0}
      aria-activedescendant={active === -1 ? undefined : `step-${steps[active]?.id ?? ""}`}
      data-keys="list"
      data-pane-focus
      className={styles.list}
      onKeyDown={onKeyDown}
    >
      {steps.map(({ id, title, verdict, reason, messages }, index) => (
        // Keys are handled by the list, which keeps the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div
          key={id}
          id={`step-${id}`}
          role="option"
          aria-selected={index === active}
          aria-disabled={messages.length === 0}
          title={reason === undefined ? title : `${title}: ${reason}`}
          className={classNames(styles.row, styles.step, index === active && styles.present)}
          onClick={() => {
            select(index);
          }}
        >
          <span className={styles.stepId}>{id}</span>
          <span className={classNames(styles.stepTitle, messages.length === 0 && "muted")}>{title}</span>
          <span className={styles.aside} title={verdictWord(verdict)}>
            <VerdictMark verdict={verdict} />
            <span className="visually-hidden">{verdictWord(verdict)}</span>
          </span>
        </div>
      ))}
    </div>
  );
}
