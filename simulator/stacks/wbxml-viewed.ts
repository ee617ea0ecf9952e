import type { Finding, Range } from "../core/finding.ts";
import type { AnyElement } from "../schema/element.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { secretRanges } from "../schema/secrets.ts";
import type { WbxmlInspection } from "../schema/wbxml/index.ts";
import type { ViewedMessage } from "./message-view.ts";
import { coverSecrets } from "./secret-nodes.ts";
import { HEAD } from "./xml-reading.ts";

/** What a view in WBXML shows: its head, then the document. */
export interface WbxmlParts {
  readonly kind: string;
  readonly summary: string;
  readonly head: readonly DecodedNode[];
  readonly root: DecodedNode | undefined;
  readonly findings: readonly Finding[];
  readonly bytes: Uint8Array;
}

/** A view on a document in WBXML, with its secrets covered. */
export function wbxmlViewed({ kind, summary, head, root, findings, bytes }: WbxmlParts): ViewedMessage {
  const headEnd = head.reduce((end, { range }) => Math.max(end, range.end), 0);
  const children: DecodedNode[] = [
    {
      name: HEAD,
      label: "head of the document",
      summary: head.map(({ value, meaning }) => meaning ?? value).join(", "),
      range: { unit: "byte", start: 0, end: headEnd },
      findings: findings.filter(({ range }) => range !== undefined && range.end <= headEnd),
      children: head,
    },
    ...(root ? [coverSecrets(root)] : []),
  ];
  const tree: DecodedNode = {
    name: "(WBXML)",
    label: "WBXML document",
    summary,
    range: { unit: "byte", start: 0, end: bytes.length },
    findings: findings.filter(({ range }) => range === undefined),
    children,
  };
  return {
    kind,
    summary,
    tree,
    findings,
    encoding: "wbxml",
    secrets: [...secretRanges([tree]), ...unread(root, bytes)],
  };
}

/** The same for a document that was inspected by its declarations. */
export function inspectedWbxml<T>(
  kind: string,
  summary: string,
  { header, root, result, findings }: WbxmlInspection<T>,
  element: AnyElement,
  bytes: Uint8Array,
): ViewedMessage {
  const viewed = wbxmlViewed({ kind, summary, head: header, root, findings, bytes });
  return result.value === undefined ? viewed : { ...viewed, value: result.value, element };
}

/** Octets behind what was read. Nobody knows what they hold, so they count as a secret, like text that is not read. */
function unread(root: DecodedNode | undefined, bytes: Uint8Array): readonly Range[] {
  if (!root || root.range.end >= bytes.length) return [];
  return [{ unit: "byte", start: root.range.end, end: bytes.length }];
}
