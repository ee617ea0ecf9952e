import { SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { PaneBar } from "../../shared/widgets/pane.tsx";
import { CodeView } from "../../shared/widgets/code-view.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { inspectorUi } from "../../state/inspector-ui.ts";
import { useStore } from "../../state/store.ts";
import { indentedSpan, type LayerModel, positionOfIndented, textSpan } from "./layer-model.ts";
import { nodeWrittenAt, type IndexedNode } from "./node-index.ts";

/** The exact text, or an indented copy that says that it is one; the chosen field is marked in both. */
export function XmlTab({
  model,
  chosen,
  onPick,
}: {
  readonly model: LayerModel;
  readonly chosen: IndexedNode | undefined;
  readonly onPick: (position: number) => void;
}) {
  const { indented } = useStore(inspectorUi);
  const range = chosen?.node.valueRange ?? chosen?.node.range;
  const soft = (chosen?.node.children.length ?? 0) > 0;
  const marker = useMemo(() => {
    const span = indented ? indentedSpan(model, range) : textSpan(range);
    return span === undefined ? undefined : { ...span, soft };
  }, [indented, model, range, soft]);
  const { text, pretty, title } = model.layer;
  if (text === undefined && pretty !== undefined) {
    const written = chosen?.node.written;
    return (
      <>
        <PaneBar quiet>
          <span>Written from the tokens: WBXML carries no white space.</span>
          <span className="grow" />
          <CopyButton text={pretty} label="Copy the text" />
        </PaneBar>
        <CodeView
          label={`Text of ${title}`}
          text={pretty}
          marker={written && { from: written.start, to: written.end, soft }}
          onPick={(position) => {
            const node = nodeWrittenAt(model.nodes, position)?.node;
            if (node) onPick((node.valueRange ?? node.range).start);
          }}
        />
      </>
    );
  }
  if (text === undefined) {
    return (
      <Empty>
        <b>{title} is binary.</b> It has no text; its octets are under Bytes.
      </Empty>
    );
  }
  const shown = indented && pretty !== undefined ? pretty : text;
  return (
    <>
      <PaneBar quiet>
        <SegmentedControl
          aria-label="Form of the text"
          value={indented ? "indented" : "exact"}
          onChange={(form) => {
            inspectorUi.update((now) => ({ ...now, indented: form === "indented" }));
          }}
          data={[
            { value: "exact", label: "As received" },
            { value: "indented", label: "Indented", disabled: pretty === undefined },
          ]}
        />
        <span>{indented ? "indented view, not the original" : "exact text"}</span>
        <span className="grow" />
        <CopyButton text={shown} label={indented ? "Copy the indented text" : "Copy the text"} />
      </PaneBar>
      <CodeView
        label={`Text of ${title}`}
        text={shown}
        marker={marker}
        onPick={(position) => {
          const original = indented ? positionOfIndented(model, position) : position;
          if (original !== undefined) onPick(original);
        }}
      />
    </>
  );
}
