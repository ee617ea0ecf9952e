import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { DeviceView, TreeNodeView } from "../../../../simulator/api/index.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { FilterField } from "../../../shared/widgets/filter-field.tsx";
import { Pane, PaneBar } from "../../../shared/widgets/pane.tsx";
import { Tree, type TreeRow } from "../../../shared/widgets/tree.tsx";
import { chooseNode, type DevicePlace, deviceUi, useDeviceUi } from "../../../state/device-ui.ts";
import { hostQueries } from "../../../state/host-client.ts";
import { NodeRow } from "./node-row.tsx";
import { openAtFirst, toggled } from "./open-nodes.ts";
import styles from "./tree.module.css";

/** The management tree as it stands on the device. */
export function TreePane({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const ui = useDeviceUi(place);
  const open = ui.open ?? openAtFirst(device.nodes);
  const tree = useQuery({
    ...hostQueries.devices.tree.queryOptions({
      input: { ...place, open: open === "all" ? open : [...open], text: ui.text },
    }),
    placeholderData: keepPreviousData,
  });
  const { refetch } = tree;
  useEffect(() => {
    void refetch();
  }, [refetch, device.treeVersion]);
  const rows = useMemo(() => (tree.data?.rows ?? []).map(treeRow), [tree.data]);
  const states = useMemo(
    () => new Map(device.objects.map((object) => [object.uri, object])),
    [device.objects],
  );
  // whoever leaves the field before the answer has come is taken to the first match when it comes
  const leaving = useRef<string>(undefined);
  const found = tree.isPlaceholderData ? undefined : tree.data?.rows.find(({ matches }) => matches)?.uri;
  useEffect(() => {
    if (leaving.current === undefined || tree.isPlaceholderData) return;
    if (leaving.current === ui.text && found !== undefined) chooseNode(place, found);
    leaving.current = undefined;
  }, [found, tree.isPlaceholderData, ui.text, place]);
  const setText = (text: string) => {
    deviceUi(place).update((now) => ({ ...now, text }));
  };
  const searches = ui.text.trim() !== "";
  return (
    <Pane label="Management tree" className={styles.pane}>
      <PaneBar>
        <h2 className={styles.title}>Management tree</h2>
        <span className="caption" role="status">
          {searches
            ? `${formatCount(tree.data?.matching ?? 0)} of ${formatCount(tree.data?.total ?? 0)}`
            : formatCount(device.nodes)}
        </span>
        <FilterField
          label="Find a node"
          placeholder="find a node"
          text={ui.text}
          onChange={setText}
          onLeave={() => {
            if (searches && found !== undefined) chooseNode(place, found);
            else if (searches) leaving.current = ui.text;
            focusTree();
          }}
        />
        {searches ? (
          <Button
            variant="subtle"
            onClick={() => {
              setText("");
            }}
          >
            Clear
          </Button>
        ) : (
          <Button
            variant="subtle"
            title={open === "all" ? "Close all but the first level" : "Open every node"}
            onClick={() => {
              deviceUi(place).update((now) => ({ ...now, open: open === "all" ? [] : "all" }));
            }}
          >
            {open === "all" ? "Close all" : "Open all"}
          </Button>
        )}
      </PaneBar>
      <div className={styles.head} aria-hidden="true">
        <span className={styles.nameHead}>node</span>
        <span className={styles.value}>value</span>
        <span className={styles.format}>format</span>
        <span className={styles.changed}>changed</span>
      </div>
      <div className={styles.list} data-level="list">
        {tree.isError && (
          <Empty actions={<Button onClick={() => void refetch()}>Try again</Button>}>
            <b>The tree cannot be shown.</b> {tree.error.message}
          </Empty>
        )}
        {!tree.isError && searches && rows.length === 0 && tree.data !== undefined && (
          <Empty
            actions={
              <Button
                onClick={() => {
                  setText("");
                }}
              >
                Clear the search
              </Button>
            }
          >
            <b>0 of {formatCount(tree.data.total)} nodes match.</b> No name and no value has all of these
            words: {ui.text}.
          </Empty>
        )}
        {rows.length > 0 && (
          <Tree
            id="node"
            label="Nodes"
            rows={rows}
            tone="ink"
            active={rows.some(({ id }) => id === ui.node) ? ui.node : undefined}
            onMove={(uri) => {
              chooseNode(place, uri);
            }}
            onToggle={(uri, isOpen) => {
              deviceUi(place).update((now) => ({ ...now, open: toggled(rows, open, uri, isOpen) }));
            }}
            onOpen={focusNode}
            renderRow={(node) => (
              <NodeRow
                node={node}
                chosen={node.uri === ui.node}
                object={states.get(node.uri)}
                objects={device.objects}
              />
            )}
          />
        )}
      </div>
      {tree.data?.cut === true && (
        <p className={styles.foot}>
          Only {formatCount(rows.length)} rows are shown. Find a node by its name to see the others.
        </p>
      )}
    </Pane>
  );
}

function treeRow(node: TreeNodeView): TreeRow<TreeNodeView> {
  const { uri, depth, open, position, siblings, children } = node;
  return { id: uri, depth, open: children === 0 ? undefined : open, position, siblings, node };
}

function focusTree(): void {
  document.querySelector<HTMLElement>('[data-level="list"] [role="tree"]')?.focus();
}

/** Into the pane of the chosen node: its value, or whatever can be used first. */
function focusNode(): void {
  const pane = document.querySelector('[data-level="node"]');
  pane?.querySelector<HTMLElement>("textarea, input, [data-pane-focus]")?.focus();
}
