import { WarningMark } from "../../shared/widgets/badge.tsx";
import { classNames } from "../../shared/class-names.ts";
import type { IndexedNode } from "./node-index.ts";
import styles from "./inspector.module.css";

/** A node of the tree: name, value, plain meaning, what was found. */
export function DecodedRow({
  entry: { node },
  isChosen,
}: {
  readonly entry: IndexedNode;
  readonly isChosen: boolean;
}) {
  const explains = node.meaning ?? (node.children.length > 0 ? node.summary : undefined);
  const [finding] = node.findings;
  return (
    <>
      <span className={styles.name}>{node.name}</span>
      {node.value !== undefined && (
        <span
          className={classNames(styles.value, node.secret === true && styles.secret, isChosen && styles.lit)}
          title={node.secret === true ? "a secret" : undefined}
        >
          {node.value === "" ? "(empty)" : node.value}
        </span>
      )}
      {explains !== undefined && <span className={classNames(styles.meaning, "clip")}>{explains}</span>}
      {finding !== undefined && (
        <span className={classNames(styles.finding, styles[finding.severity])} title={finding.text}>
          <WarningMark />
          <span className="clip">{finding.text}</span>
        </span>
      )}
    </>
  );
}
