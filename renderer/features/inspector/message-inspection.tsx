import { Button, SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import type { InspectionView } from "../../../simulator/api/index.ts";
import { formatCount } from "../../shared/format/count.ts";
import { FindingBadge } from "../../shared/widgets/badge.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { PaneBar } from "../../shared/widgets/pane.tsx";
import { Tabs } from "../../shared/widgets/tabs.tsx";
import { type InspectorTab, inspectorUi } from "../../state/inspector-ui.ts";
import { useStore } from "../../state/store.ts";
import { BytesTab } from "./bytes-tab.tsx";
import { DecodedTab } from "./decoded-tab.tsx";
import { HttpTab } from "./http-tab.tsx";
import { modelOf, positionOfOctet } from "./layer-model.ts";
import { nodeAt } from "./node-index.ts";
import { WhyTab } from "./why-tab.tsx";
import { XmlTab } from "./xml-tab.tsx";
import styles from "./inspector.module.css";

/** One message: which layer, which tab, and the field that all tabs mark. */
export function MessageInspection({
  id,
  inspection,
  onSelect,
}: {
  readonly id: string;
  readonly inspection: InspectionView;
  readonly onSelect: (seq: number) => void;
}) {
  const ui = useStore(inspectorUi);
  const { row, layers } = inspection;
  const last = layers.length - 1;
  const at = ui.layer === "innermost" ? last : Math.min(ui.layer, last);
  const layer = layers[at];
  const model = useMemo(() => (layer === undefined ? undefined : modelOf(layer)), [layer]);
  // The chosen field belongs to this layer of this message.
  const place = `${row.seq}/${at}`;
  const [choice, setChoice] = useState({ place, node: "" });
  const chosen = choice.place === place ? model?.nodes.get(choice.node) : undefined;
  const choose = (node: string) => {
    setChoice({ place, node });
  };
  const pick = (position: number | undefined) => {
    const found = model === undefined || position === undefined ? undefined : nodeAt(model.nodes, position);
    if (found !== undefined) choose(found.id);
  };
  const findings = layers.reduce((sum, { findings: found }) => sum + found.length, 0);
  const tabs = [
    {
      name: "decoded" as const,
      title: "Decoded",
      aside: findings > 0 ? <FindingBadge count={findings} /> : undefined,
    },
    { name: "xml" as const, title: "XML" },
    { name: "bytes" as const, title: "Bytes" },
    { name: "http" as const, title: "HTTP" },
    { name: "why" as const, title: "Why" },
  ];
  const setTab = (tab: InspectorTab) => {
    inspectorUi.update((now) => ({ ...now, tab }));
  };
  const needsLayer = ui.tab === "decoded" || ui.tab === "xml" || ui.tab === "bytes";
  return (
    <>
      <PaneBar quiet>
        <b className={`${styles.ink ?? ""} strong`}>{row.title}</b>
        <span className="clip">{row.codec}</span>
        <span className={styles.fixed}>
          <span className={`data ${styles.ink ?? ""}`}>{formatCount(row.bytes)}</span> bytes
        </span>
        <span className="grow" />
        {row.step !== undefined && <span className="data">{row.step}</span>}
      </PaneBar>
      <div className={styles.tabRow}>
        <Tabs id={id} label="Forms of the message" tabs={tabs} chosen={ui.tab} onChoose={setTab} />
        {inspection.secrets > 0 && <Secrets inspection={inspection} />}
      </div>
      {needsLayer && layers.length > 1 && (
        <PaneBar quiet>
          <span>layer</span>
          <SegmentedControl
            aria-label="Layer"
            value={String(at)}
            onChange={(value) => {
              const next = Number(value);
              inspectorUi.update((now) => ({ ...now, layer: next === last ? "innermost" : next }));
            }}
            data={layers.map(({ title }, index) => ({ value: String(index), label: title }))}
          />
        </PaneBar>
      )}
      <div
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-tab-${ui.tab}`}
        className={styles.panel}
        data-level="inspector"
      >
        {needsLayer && model === undefined && (
          <Empty>
            <b>This message has no body.</b> What it says stands in its head, under HTTP.
          </Empty>
        )}
        {ui.tab === "decoded" && model !== undefined && (
          <DecodedTab
            key={place}
            model={model}
            chosen={chosen}
            onChoose={choose}
            onPickOctet={(octet) => {
              pick(positionOfOctet(model, octet));
            }}
          />
        )}
        {ui.tab === "xml" && model !== undefined && <XmlTab model={model} chosen={chosen} onPick={pick} />}
        {ui.tab === "bytes" && model !== undefined && (
          <BytesTab
            model={model}
            chosen={chosen}
            onPickOctet={(octet) => {
              pick(positionOfOctet(model, octet));
            }}
          />
        )}
        {ui.tab === "http" && <HttpTab inspection={inspection} />}
        {ui.tab === "why" && <WhyTab inspection={inspection} onSelect={onSelect} />}
      </div>
    </>
  );
}

function Secrets({ inspection }: { readonly inspection: InspectionView }) {
  const { revealed, row } = inspection;
  return (
    <Button
      variant="subtle"
      className={revealed ? styles.revealed : undefined}
      aria-pressed={revealed}
      title={
        revealed
          ? "Secrets of this message are shown. Press to hide them."
          : "Secrets of this message are hidden."
      }
      onClick={() => {
        inspectorUi.update((now) => ({ ...now, revealed: revealed ? undefined : row.seq }));
      }}
    >
      {revealed ? "Secrets shown" : "Reveal"}
    </Button>
  );
}
