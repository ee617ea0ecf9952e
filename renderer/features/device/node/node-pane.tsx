import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { DeviceView, NodeView } from "../../../../simulator/api/index.ts";
import { CopyButton } from "../../../shared/widgets/copy-button.tsx";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { Pane, PaneBar, SectionCaption } from "../../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../../shared/widgets/scroll-region.tsx";
import { deleteNode } from "../../../state/device-actions.tsx";
import { chooseNode, type DevicePlace, openDialog, useDeviceUi } from "../../../state/device-ui.ts";
import { hostQueries } from "../../../state/host-client.ts";
import { AclSection } from "./acl-section.tsx";
import { ChangesTable } from "./changes-table.tsx";
import { Properties } from "./properties.tsx";
import { ValueEditor } from "./value-editor.tsx";
import styles from "./node.module.css";

/** Everything about the chosen node: properties, value, ACL, and what changed it. */
export function NodePane({ place, device }: { readonly place: DevicePlace; readonly device: DeviceView }) {
  const { node: uri } = useDeviceUi(place);
  const query = useQuery({
    ...hostQueries.devices.node.queryOptions({ input: { ...place, uri }, retry: false }),
    placeholderData: keepPreviousData,
  });
  const { refetch } = query;
  useEffect(() => {
    void refetch();
  }, [refetch, device.treeVersion]);
  const node = query.data?.uri === uri ? query.data : undefined;
  return (
    <Pane label="Node" className={styles.pane}>
      <PaneBar>
        <h2 className={styles.title}>
          {uri === "." ? "Root" : (node?.name ?? uri.slice(uri.lastIndexOf("/") + 1))}
        </h2>
        <span className="caption data clip">{uri}</span>
        <CopyButton text={uri} label="Copy URI" />
        <span className="grow" />
        {node !== undefined && <NodeActions place={place} device={device} node={node} />}
      </PaneBar>
      {query.isError && (
        <Empty
          actions={
            <Button
              onClick={() => {
                chooseNode(place, uri.slice(0, Math.max(1, uri.lastIndexOf("/"))));
              }}
            >
              Go to its parent
            </Button>
          }
        >
          <b>{query.error.message}</b> It may have been deleted meanwhile.
        </Empty>
      )}
      {!query.isError && node !== undefined && (
        <div className={styles.body} data-level="node">
          <ScrollRegion label={`Node ${node.uri}`}>
            <p className={styles.doc}>
              {aboutNode(node)}
              {node.masked && " It is a secret of the account: no server can read it, a Get is answered 405."}
            </p>
            <SectionCaption>Properties</SectionCaption>
            <Properties node={node} />
            {node.may.edit && (
              <ValueEditor
                key={`${node.uri} ${node.verNo} ${node.value ?? ""}`}
                place={place}
                node={node}
                unavailable={device.unavailable}
              />
            )}
            <AclSection
              key={`${node.uri} ${node.acl.own} ${node.acl.effective}`}
              place={place}
              node={node}
              unavailable={device.unavailable}
            />
            <ChangesTable place={place} changes={node.changes} objects={device.objects} />
          </ScrollRegion>
        </div>
      )}
    </Pane>
  );
}

function NodeActions({
  place,
  device,
  node,
}: {
  readonly place: DevicePlace;
  readonly device: DeviceView;
  readonly node: NodeView;
}) {
  const disabled = device.unavailable !== undefined;
  return (
    <>
      {node.may.add && (
        <Button
          variant="subtle"
          disabled={disabled}
          title={device.unavailable}
          onClick={() => {
            openDialog(place, { name: "add", uri: node.uri });
          }}
        >
          Add a node…
        </Button>
      )}
      {node.may.delete && (
        <Button
          variant="subtle"
          disabled={disabled}
          title={device.unavailable}
          onClick={() => {
            if (node.lasting === undefined) void deleteNode(place, node);
            else openDialog(place, { name: "delete", node });
          }}
        >
          {node.lasting === undefined ? "Delete" : "Delete…"}
        </Button>
      )}
    </>
  );
}

function aboutNode({ doc, title, kind, uri, mo }: NodeView): string {
  const said = [title, doc].filter((text) => text !== undefined && text !== "").join(". ");
  if (said !== "") return said.endsWith(".") ? said : `${said}.`;
  if (uri === ".") return "The root of the management tree.";
  if (mo !== undefined) return `The root of a management object, ${mo}.`;
  return kind === "leaf" ? "A leaf of the device's own." : "An interior node of the device's own.";
}
