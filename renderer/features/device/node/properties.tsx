import type { NodeView } from "../../../../simulator/api/index.ts";
import { counted, formatCount } from "../../../shared/format/count.ts";
import styles from "./node.module.css";

/** The run-time properties of a node, and what its description allows. */
export function Properties({ node }: { readonly node: NodeView }) {
  return (
    <dl className={styles.facts}>
      <Fact name="Format" value={node.format} />
      {node.type !== "" && <Fact name="Type" value={node.type} />}
      {node.title !== "" && <Fact name="Title" value={node.title} />}
      {node.size !== undefined && <Fact name="Size" value={formatCount(node.size)} />}
      {node.kind === "interior" && <Fact name="Children" value={counted(node.children, "node")} />}
      <Fact name="VerNo" value={String(node.verNo)} />
      <Fact name="TStamp" value={node.tStamp === 0 ? "never changed" : stamp(node.tStamp)} />
      <dt>AccessType</dt>
      <dd>
        {node.access.length === 0 ? "none" : node.access.join(", ")}
        {!node.access.includes("Get") && <span className="muted">, no Get</span>}
      </dd>
      <dt>Occurrence</dt>
      <dd>{node.occurs === undefined ? node.scope : `${node.occurs}, ${node.scope}`}</dd>
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="data">{value}</dd>
    </>
  );
}

/** Date and time as the property TStamp has them: `20261122T134005Z`. */
function stamp(date: number): string {
  return new Date(date).toISOString().replaceAll(/[-:]|\.\d+/g, "");
}
