import type { Finding, Range, Severity } from "../core/finding.ts";
import { specText } from "../core/spec-ref.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { printableValue } from "../schema/printable.ts";
import { layersOf, type DecodedLayer } from "./layers.ts";
import { httpHeadOf, type HttpHead } from "./http-head.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { octetsView } from "./octets-view.ts";
import { coverPrinted } from "./secret-nodes.ts";

export interface DecodeOptions {
  /** As in the header field, with or without parameters. */
  readonly contentType?: string | undefined;
  /** Name of a view, or `auto`: the first that matches. */
  readonly type?: string | undefined;
  /** In the order in which they are asked. */
  readonly registry: readonly MessageView[];
}

/** A message decoded for people, with the media type it came with ("" when unknown). */
export interface DecodedMessage extends ViewedMessage {
  readonly contentType: string;
  /** Documents that it carries, decoded, with those that they carry behind them. */
  readonly inside: readonly DecodedLayer[];
}

/**
 * Decodes octets by the view for their content. An HTTP head in front is skipped, its media type taken. Never throws; what
 * could not be read is a finding.
 */
export function decodeMessage(bytes: Uint8Array, options: DecodeOptions): DecodedMessage {
  const head = options.contentType === undefined ? httpHeadOf(bytes) : undefined;
  const body = head ? bytes.subarray(head.length) : bytes;
  const header = options.contentType ?? head?.headers["content-type"] ?? "";
  const contentType = mediaType(header);
  if (head && body.length === 0) return { contentType, inside: [], ...headOnly(head, bytes.length) };
  const { view, findings } = chooseView(body, contentType, header, options);
  const [outermost, ...inside] = layersOf(
    view.decode(body, contentType, header),
    body,
    contentType,
    (type, octets, around) => matchingView(options.registry, type, octets, around),
  );
  const viewed = outermost?.view ?? octetsView.decode(body, contentType);
  const before = head ? [...findings, skipped(head)] : findings;
  return {
    contentType,
    inside,
    ...viewed,
    findings: before.length === 0 ? viewed.findings : [...before, ...viewed.findings],
  };
}

/** A decoded message as the command line reports it: plain JSON data, secrets masked. */
export interface DecodeReport {
  readonly contentType: string;
  readonly kind: string;
  readonly summary: string;
  /** The typed message where there is one, else the decoded tree; null when nothing could be read. */
  readonly message: unknown;
  /** Every field with its place in the message. */
  readonly tree: PlainNode | null;
  readonly findings: readonly {
    readonly severity: Severity;
    readonly code: string;
    readonly text: string;
    readonly range?: Range | undefined;
    readonly path?: string | undefined;
    readonly spec?: string | undefined;
  }[];
  /** Documents that the message carries; their places count from their own beginning. */
  readonly carries?: readonly DecodeReport[] | undefined;
}

/** The report on a decoded message. */
export function decodeReport(decoded: DecodedMessage): DecodeReport {
  const { contentType, inside } = decoded;
  const report = viewReport(contentType, decoded);
  if (inside.length === 0) return report;
  return { ...report, carries: inside.map((layer) => viewReport(layer.contentType, layer.view)) };
}

function viewReport(contentType: string, view: ViewedMessage): DecodeReport {
  const { kind, summary, tree, findings } = view;
  return {
    contentType,
    kind,
    summary,
    message: messageOf(view),
    tree: tree === undefined ? null : plainNode(tree, true),
    findings: findings.map(({ severity, code, text, range, path, spec }) => ({
      severity,
      code,
      text,
      range,
      path,
      spec: spec && specText(spec),
    })),
  };
}

function messageOf({ value, element, printed, tree }: ViewedMessage): unknown {
  if (printed !== undefined) return printed;
  if (value !== undefined && element !== undefined) return coverPrinted(printableValue(element, value));
  return tree === undefined ? null : plainNode(tree, false);
}

/** True when something of the message could be read. */
export function isReadable(decoded: DecodedMessage): boolean {
  return decoded.tree !== undefined && decoded.kind !== octetsView.ids[0];
}

/** A node as plain data. */
export interface PlainNode {
  readonly name: string;
  readonly value?: string | undefined;
  readonly meaning?: string | undefined;
  readonly range?: Range | undefined;
  readonly valueRange?: Range | undefined;
  readonly children?: readonly PlainNode[] | undefined;
}

function plainNode(node: DecodedNode, withPlaces: boolean): PlainNode {
  const { name, value, meaning, range, valueRange, children } = node;
  return {
    name,
    value,
    meaning,
    ...(withPlaces ? { range, valueRange } : {}),
    children: children.length === 0 ? undefined : children.map((child) => plainNode(child, withPlaces)),
  };
}

function matchingView(
  registry: readonly MessageView[],
  contentType: string,
  bytes: Uint8Array,
  header: string,
): MessageView {
  return registry.find((view) => view.matches(contentType, bytes, header)) ?? octetsView;
}

function chooseView(
  bytes: Uint8Array,
  contentType: string,
  header: string,
  { type = "auto", registry }: DecodeOptions,
): { readonly view: MessageView; readonly findings: readonly Finding[] } {
  const matching = (): MessageView => matchingView(registry, contentType, bytes, header);
  if (type === "auto") return { view: matching(), findings: [] };
  const named = registry.find(({ ids }) => ids.includes(type));
  if (named) return { view: named, findings: [] };
  const finding: Finding = {
    severity: "warning",
    code: "decode/unknown-type",
    text: `There is no view named ${type.slice(0, 40)}; the content decides.`,
  };
  return { view: matching(), findings: [finding] };
}

function mediaType(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function skipped({ startLine, length }: HttpHead): Finding {
  const text = `An HTTP head of ${length} octets ("${startLine.slice(0, 60)}") stands before the body; places count from the body.`;
  return { severity: "info", code: "http/head", text };
}

function headOnly({ startLine, headers }: HttpHead, length: number): ViewedMessage {
  const range: Range = { unit: "byte", start: 0, end: length };
  const children = Object.entries(headers).map(([name, value]): DecodedNode => ({
    name,
    value,
    range,
    findings: [],
    children: [],
  }));
  const finding: Finding = {
    severity: "warning",
    code: "http/head-only",
    text: "This is an HTTP head without a body.",
    range,
  };
  return {
    kind: "http-head",
    summary: startLine.slice(0, 120),
    tree: { name: "(HTTP head)", value: startLine, range, findings: [finding], children },
    findings: [finding],
    secrets: [],
  };
}
