import type { Finding, Range, Severity } from "../core/finding.ts";
import { specText } from "../core/spec-ref.ts";
import type { DecodedNode } from "../schema/inspect.ts";
import { printableValue } from "../schema/printable.ts";
import { httpHeadOf, type HttpHead } from "./http-head.ts";
import type { MessageView, ViewedMessage } from "./message-view.ts";
import { octetsView } from "./octets-view.ts";

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
}

/**
 * Decodes octets by the view for their content. An HTTP head in front is skipped, its media type taken. Never throws; what
 * could not be read is a finding.
 */
export function decodeMessage(bytes: Uint8Array, options: DecodeOptions): DecodedMessage {
  const head = options.contentType === undefined ? httpHeadOf(bytes) : undefined;
  const body = head ? bytes.subarray(head.length) : bytes;
  const contentType = mediaType(options.contentType ?? head?.headers["content-type"] ?? "");
  if (head && body.length === 0) return { contentType, ...headOnly(head, bytes.length) };
  const { view, findings } = chooseView(body, contentType, options);
  const viewed = view.decode(body, contentType);
  const before = head ? [...findings, skipped(head)] : findings;
  return {
    contentType,
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
  readonly findings: readonly {
    readonly severity: Severity;
    readonly code: string;
    readonly text: string;
    readonly range?: Range | undefined;
    readonly path?: string | undefined;
    readonly spec?: string | undefined;
  }[];
}

/** The report on a decoded message. */
export function decodeReport(decoded: DecodedMessage): DecodeReport {
  const { contentType, kind, summary, tree, value, element, findings } = decoded;
  const typed = value !== undefined && element !== undefined;
  return {
    contentType,
    kind,
    summary,
    message: typed ? printableValue(element, value) : tree === undefined ? null : plainNode(tree),
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

/** True when something of the message could be read. */
export function isReadable(decoded: DecodedMessage): boolean {
  return decoded.tree !== undefined && decoded.kind !== octetsView.ids[0];
}

interface PlainNode {
  readonly name: string;
  readonly value?: string | undefined;
  readonly meaning?: string | undefined;
  readonly children?: readonly PlainNode[] | undefined;
}

function plainNode({ name, value, meaning, children }: DecodedNode): PlainNode {
  return { name, value, meaning, children: children.length === 0 ? undefined : children.map(plainNode) };
}

function chooseView(
  bytes: Uint8Array,
  contentType: string,
  { type = "auto", registry }: DecodeOptions,
): { readonly view: MessageView; readonly findings: readonly Finding[] } {
  const matching = (): MessageView => registry.find((view) => view.matches(contentType, bytes)) ?? octetsView;
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
