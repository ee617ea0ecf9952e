import type { DecodedNodeView, FindingView, InspectionView, LayerView } from "../api/index.ts";
import { toBase64, utf8Text } from "../core/bytes.ts";
import { WorkbenchError } from "../core/error.ts";
import type { Finding, Range } from "../core/finding.ts";
import { specText } from "../core/spec-ref.ts";
import { maskBody, maskHeaders, maskUrl } from "../journal/mask.ts";
import type { CrossingRecord, JournalRecord } from "../journal/record.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { prettyXml } from "../schema/xml/index.ts";
import { decodeLayers, layerReading, type DecodedLayer } from "../stacks/decode-crossing.ts";
import { bodyText } from "../stacks/text-octets.ts";
import type { XmlReading } from "../stacks/xml-reading.ts";
import { rowIn, type JournalSource } from "./journal-source.ts";
import { optionally } from "./optionally.ts";
import { wbxmlMarks } from "./wbxml-marks.ts";

/** Records after a message that are looked at for what it caused. */
const LOOK_AHEAD = 200;

/** Nodes of one layer that are shown: a page cannot use more, and everybody waits while they are made. */
const MOST_NODES = 5000;

/** Everything there is to see of a message. Secrets are covered unless `reveal`. Throws `record/unknown`. */
export function inspect(source: JournalSource, seq: number, reveal: boolean): InspectionView {
  const record = source.journal.get(seq);
  if (record?.kind !== "crossing")
    throw new WorkbenchError("record/unknown", `There is no message ${seq} in this run`, { seq });
  const row = rowIn(source, record);
  if (row.kind !== "message")
    throw new WorkbenchError("record/unknown", `Record ${seq} is no message`, { seq });
  const headers = reveal ? { value: record.headers, octets: 0 } : maskHeaders(record.headers);
  const { url } = record;
  const layers = record.body.length > 0 ? decodeLayers(record.headers, record.body) : [];
  const secrets =
    layers.reduce((sum, layer) => sum + layer.secrets.length, 0) +
    (maskHeaders(record.headers).octets > 0 ? 1 : 0);
  return {
    row,
    ...optionally("method", record.method),
    ...optionally("url", url === undefined || reveal ? url : maskUrl(url).value),
    headers: Object.entries(headers.value).map(([name, value]) => ({ name, value })),
    layers: layers.map((layer, index) => layerView(layer, reveal, index === 0 ? row.codec : undefined)),
    secrets,
    revealed: reveal,
    causes: causesOf(source, record),
    effects: effectsOf(source, record),
    judgedBy: source.judgedBy?.(seq) ?? [],
  };
}

function layerView(layer: DecodedLayer, reveal: boolean, codec: string | undefined): LayerView {
  const { view, contentType, bytes, secrets } = layer;
  const body = reveal ? bytes : maskBody(bytes, secrets).value;
  const masked = view.text;
  const budget: NodeBudget = { left: MOST_NODES, cut: false };
  const text = masked === undefined ? undefined : reveal ? bodyText(bytes) : masked;
  const reading = text === undefined ? layerReading(layer) : undefined;
  const source: ShownSource = { text, bytes: body, written: reading?.places };
  const tree = view.tree && nodeView(view.tree, source, reveal, budget);
  return {
    title: codec || titleOf(view.kind),
    contentType,
    ...optionally("tree", tree),
    ...optionally("text", text),
    ...optionally("pretty", text === undefined ? reading?.text : prettyXml(text)),
    bytes: toBase64(body),
    ...optionally("marks", view.encoding === "wbxml" ? wbxmlMarks(bytes) : undefined),
    findings: [...(budget.cut ? [notShown] : []), ...view.findings].map(findingView),
  };
}

const notShown: Finding = {
  severity: "info",
  code: "view/cut",
  text: `Only the first ${MOST_NODES} nodes are shown as a tree; the text and the bytes are complete.`,
};

interface NodeBudget {
  left: number;
  cut: boolean;
}

const titles: Readonly<Record<string, string>> = {
  syncml: "SyncML",
  soap: "SOAP",
  notification: "Package 0",
  tnds: "TNDS",
  ddf: "DDF",
  devinf: "DevInf",
  bootstrap: "Bootstrap",
  wbxml: "WBXML",
  xml: "XML",
  octets: "Octets",
};

function titleOf(kind: string): string {
  return titles[kind] ?? kind;
}

/** What ranges of nodes point into. */
interface ShownSource {
  readonly text: string | undefined;
  readonly bytes: Uint8Array;
  /** Where nodes stand in the reading of a layer without text. */
  readonly written: XmlReading["places"] | undefined;
}

/** The text at a range; undefined where there is none. */
function readAt({ text, bytes }: ShownSource, { unit, start, end }: Range): string | undefined {
  if (unit === "char") return text?.slice(start, end);
  return unit === "byte" ? utf8Text(bytes.subarray(start, end)) : undefined;
}

function nodeView(
  node: DecodedNode,
  source: ShownSource,
  reveal: boolean,
  budget: NodeBudget,
): DecodedNodeView {
  budget.left--;
  const children: DecodedNodeView[] = [];
  for (const child of node.children) {
    if (budget.left <= 0) {
      budget.cut = true;
      break;
    }
    children.push(nodeView(child, source, reveal, budget));
  }
  const { name, label, meaning, summary, spec, secret, range, valueRange } = node;
  const shown = (reveal && secret && valueRange ? readAt(source, valueRange) : undefined) ?? node.value;
  return {
    name,
    ...optionally("label", label),
    ...optionally("value", shown),
    ...optionally("meaning", meaning),
    ...optionally("summary", summary),
    ...optionally("spec", spec && specText(spec)),
    ...optionally("secret", secret),
    range,
    ...optionally("valueRange", valueRange),
    ...optionally("written", source.written?.get(node)),
    findings: node.findings.map(findingView),
    children,
  };
}

/** A finding as screens show it. */
export function findingView({ severity, code, text, range, path, spec }: Finding): FindingView {
  return {
    severity,
    code,
    text,
    ...optionally("range", range),
    ...optionally("path", path),
    ...optionally("spec", spec && specText(spec)),
  };
}

function causesOf(source: JournalSource, record: CrossingRecord): InspectionView["causes"] {
  const causes: InspectionView["causes"] = [];
  if (record.cause !== undefined) {
    const cause = source.journal.get(record.cause);
    if (cause) causes.push({ seq: cause.seq, text: textOf(source, cause) });
  }
  // what the sender's machine did between the cause and this message
  for (const other of source.journal.read(Math.max(0, record.seq - 20), 20))
    if (
      other.kind === "state" &&
      other.seq < record.seq &&
      other.cause !== undefined &&
      other.cause === record.cause &&
      other.party.role === record.from.role &&
      other.party.name === record.from.name
    )
      causes.push({ seq: other.seq, text: textOf(source, other) });
  return causes;
}

function effectsOf(source: JournalSource, record: CrossingRecord): InspectionView["effects"] {
  return source.journal
    .read(record.seq, LOOK_AHEAD)
    .filter((other) => other.cause === record.seq)
    .map((other) => ({ seq: other.seq, text: textOf(source, other) }));
}

function textOf(source: JournalSource, record: JournalRecord): string {
  const row = rowIn(source, record);
  switch (row.kind) {
    case "message":
      return row.title;
    case "state":
      return `${row.machine}: ${row.from} → ${row.state} (${row.event})`;
    case "note":
      return row.text;
    case "step":
      return `${row.step} ${row.verdict}`;
  }
}
