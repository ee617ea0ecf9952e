import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { HexView } from "../../shared/widgets/hex-view.tsx";
import { Tree } from "../../shared/widgets/tree.tsx";
import { Findings } from "./findings.tsx";
import { type LayerModel, octetSpan } from "./layer-model.ts";
import { DecodedRow } from "./decoded-row.tsx";
import { ancestors, type IndexedNode, openAtFirst, visibleRows } from "./node-index.ts";
import styles from "./inspector.module.css";

/** The decoded tree, what the chosen field means, and its octets. */
export function DecodedTab({
  model,
  chosen,
  onChoose,
  onPickOctet,
}: {
  readonly model: LayerModel;
  readonly chosen: IndexedNode | undefined;
  readonly onChoose: (id: string) => void;
  readonly onPickOctet: (octet: number) => void;
}) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const open = useMemo(() => {
    const ids = new Set(openAtFirst(model.nodes));
    for (const [id, isOpen] of toggled) {
      if (isOpen) ids.add(id);
      else ids.delete(id);
    }
    return ids;
  }, [model.nodes, toggled]);
  // A field chosen in the text or the octets is shown even where its part of the tree was closed.
  const rows = useMemo(() => {
    const shown = new Set(open);
    if (chosen !== undefined) for (const id of ancestors(model.nodes, chosen.id)) shown.add(id);
    return visibleRows(model.nodes, shown);
  }, [model.nodes, open, chosen]);
  const marker = octetSpan(model, chosen?.node.valueRange ?? chosen?.node.range);
  if (model.nodes.size === 0) {
    return (
      <>
        <Empty>
          <b>Nothing could be decoded here.</b> Text and bytes are as received.
        </Empty>
        <Findings findings={model.layer.findings} />
      </>
    );
  }
  return (
    <>
      <Tree
        id="decoded"
        label={`Decoded ${model.layer.title}`}
        rows={rows}
        active={chosen?.id}
        onMove={onChoose}
        onToggle={(id, isOpen) => {
          setToggled((now) => new Map(now).set(id, isOpen));
          if (!isOpen && chosen !== undefined && ancestors(model.nodes, chosen.id).includes(id)) onChoose(id);
        }}
        renderRow={(node) => <DecodedRow entry={node} isChosen={node.id === chosen?.id} />}
      />
      {chosen !== undefined && <NodeFacts entry={chosen} />}
      {chosen !== undefined && marker !== undefined && (
        <div className={styles.excerpt}>
          <div className={styles.excerptHead}>
            <span className={styles.ink}>Bytes</span>
            <span className="data">
              {hex(marker.from)}–{hex(Math.max(marker.from, marker.to - 1))}
            </span>
            <span>
              {marker.to - marker.from} of {model.octets.length}
            </span>
          </div>
          <HexView
            label="Bytes of the chosen field"
            octets={model.octets}
            marker={marker}
            onPick={onPickOctet}
          />
        </div>
      )}
      <Findings findings={chosen === undefined ? model.layer.findings : chosen.node.findings} />
    </>
  );
}

function hex(offset: number): string {
  return offset.toString(16).padStart(4, "0");
}

function NodeFacts({ entry: { node, path } }: { readonly entry: IndexedNode }) {
  const [showsClause, setShowsClause] = useState(false);
  return (
    <div className={styles.facts}>
      <div className={styles.factsHead}>
        <b className={styles.factsName}>{node.label ?? node.name}</b>
        <span className={styles.factsMeaning}>{node.meaning ?? node.summary}</span>
        {node.spec !== undefined && (
          <Button
            variant="subtle"
            aria-expanded={showsClause}
            onClick={() => {
              setShowsClause((now) => !now);
            }}
          >
            Clause
          </Button>
        )}
        {node.value !== undefined && <CopyButton text={node.value} label="Copy value" />}
      </div>
      <div className={styles.factsPath}>
        <code className="clip">{path}</code>
        <CopyButton text={path} label="Copy path" />
      </div>
      {showsClause && <p className={styles.clause}>{node.spec}</p>}
    </div>
  );
}
