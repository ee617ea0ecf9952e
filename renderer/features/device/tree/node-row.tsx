import type { ObjectView, TreeNodeView } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { counted } from "../../../shared/format/count.ts";
import { changeTitle, changeWord, type NamedObjects } from "../change-words.ts";
import styles from "./tree.module.css";

/** Pixels that one level of the tree takes. */
const LEVEL = 18;

/** A node as a row: name, value, format, what changed it last. */
export function NodeRow({
  node,
  chosen,
  object,
  objects,
}: {
  readonly node: TreeNodeView;
  readonly chosen: boolean;
  readonly object: ObjectView | undefined;
  readonly objects: NamedObjects;
}) {
  const { name, depth, mo, changed } = node;
  const column = `calc(var(--name-column) - ${depth * LEVEL}px)`;
  const isOpen = object === undefined && node.open === true;
  return (
    <>
      <span
        className={classNames(styles.name, chosen && "strong", !node.matches && "muted")}
        // as wide as the column lets it be; as long as it is where no value follows
        style={{
          minWidth: `max(64px, ${column})`,
          ...(isOpen ? {} : { maxWidth: `max(84px, ${column})` }),
        }}
      >
        <span className="clip">{name}</span>
        {mo !== undefined && (
          <abbr className={styles.mo} title={mo}>
            MO
          </abbr>
        )}
        {node.ownAcl && node.uri !== "." && (
          <abbr className={styles.mo} title="The node has an ACL of its own">
            ACL
          </abbr>
        )}
      </span>
      <span className={classNames(styles.value, "clip")}>
        <ValueText node={node} object={object} />
      </span>
      <span className={styles.format}>{node.format}</span>
      <span className={classNames(styles.changed, "clip")} title={changed && changeTitle(changed, objects)}>
        {changed && changeWord(changed, objects)}
      </span>
    </>
  );
}

function ValueText({
  node,
  object,
}: {
  readonly node: TreeNodeView;
  readonly object: ObjectView | undefined;
}) {
  if (object !== undefined) return object.state;
  if (node.masked) return <span className="muted">not readable</span>;
  if (node.kind === "interior")
    return node.open === false && node.children > 0 ? (
      <span className="muted">{counted(node.children, "node")}</span>
    ) : null;
  return node.value;
}
