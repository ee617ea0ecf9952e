import { useMemo } from "react";
import { counted } from "../../shared/format/count.ts";
import { HexView } from "../../shared/widgets/hex-view.tsx";
import { PaneBar } from "../../shared/widgets/pane.tsx";
import { byteMarks, byteNotes } from "./byte-notes.ts";
import { type LayerModel, octetSpan } from "./layer-model.ts";
import type { IndexedNode } from "./node-index.ts";
import styles from "./inspector.module.css";

/** The octets of the layer; the chosen field is marked where its place in them is known. */
export function BytesTab({
  model,
  chosen,
  onPickOctet,
}: {
  readonly model: LayerModel;
  readonly chosen: IndexedNode | undefined;
  readonly onPickOctet: (octet: number) => void;
}) {
  const marker = octetSpan(model, chosen?.node.valueRange ?? chosen?.node.range);
  const marks = useMemo(() => byteMarks(model), [model]);
  const notes = useMemo(() => byteNotes(model), [model]);
  return (
    <>
      <PaneBar quiet>
        {marker !== undefined && (
          <span className={`data ${styles.ink ?? ""}`}>
            {marker.from.toString(16).padStart(4, "0")}–
            {Math.max(marker.from, marker.to - 1)
              .toString(16)
              .padStart(4, "0")}
          </span>
        )}
        {marker === undefined
          ? counted(model.octets.length, "byte")
          : `${marker.to - marker.from} of ${counted(model.octets.length, "byte")}`}
        {chosen !== undefined && marker === undefined && (
          <span>The chosen field has no known place in these octets.</span>
        )}
      </PaneBar>
      <HexView
        label={`Bytes of ${model.layer.title}`}
        octets={model.octets}
        marker={marker}
        marks={marks}
        notes={notes}
        onPick={onPickOctet}
      />
      {marks.length > 0 && (
        <p className={styles.legend}>
          <span className={styles.underlined}>underlined</span> string table
          <span className={styles.boxed}>boxed</span> code page switch
          {marker !== undefined && (
            <>
              <span className={styles.marked}>marked</span> selection
            </>
          )}
        </p>
      )}
    </>
  );
}
