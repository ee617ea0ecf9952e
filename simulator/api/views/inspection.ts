import * as z from "zod";
import { MessageRow } from "./message.ts";

export const RangeView = z.object({
  unit: z.enum(["char", "byte", "bit"]),
  start: z.number().int(),
  end: z.number().int(),
});
export type RangeView = z.infer<typeof RangeView>;

export const FindingView = z.object({
  severity: z.enum(["error", "warning", "info"]),
  code: z.string(),
  text: z.string(),
  range: RangeView.optional(),
  path: z.string().optional(),
  /** "OMA DM Protocol 1.2, 8.3 Package 1" */
  spec: z.string().optional(),
});
export type FindingView = z.infer<typeof FindingView>;

/** A node of the decoded tree. Ranges point into `text` of the layer (char), or into the body (byte, bit). */
export interface DecodedNodeView {
  name: string;
  label?: string | undefined;
  value?: string | undefined;
  meaning?: string | undefined;
  summary?: string | undefined;
  spec?: string | undefined;
  secret?: boolean | undefined;
  range: RangeView;
  valueRange?: RangeView | undefined;
  /** Place in `pretty`, where that is written from the octets of a layer without text. */
  written?: { start: number; end: number } | undefined;
  findings: FindingView[];
  children: DecodedNodeView[];
}
export const DecodedNodeView: z.ZodType<DecodedNodeView> = z.lazy(() =>
  z.object({
    name: z.string(),
    label: z.string().optional(),
    value: z.string().optional(),
    meaning: z.string().optional(),
    summary: z.string().optional(),
    spec: z.string().optional(),
    secret: z.boolean().optional(),
    range: RangeView,
    valueRange: RangeView.optional(),
    written: z.object({ start: z.number().int(), end: z.number().int() }).optional(),
    findings: z.array(FindingView),
    children: z.array(DecodedNodeView),
  }),
);

/** One layer of a message: the SOAP envelope, and the SyncML package that travels inside it. */
export const LayerView = z.object({
  /** `SOAP 1.1`, `SyncML 1.2`, `Package 0`. */
  title: z.string(),
  contentType: z.string(),
  tree: DecodedNodeView.optional(),
  /** Exact text as received, secrets masked at equal length; absent for binary layers. */
  text: z.string().optional(),
  /** Indented reading copy, not the original; of WBXML the XML that its tokens mean, secrets masked. */
  pretty: z.string().optional(),
  /** Body octets in base64, secrets masked at equal length. */
  bytes: z.string(),
  /** What else there is to see in the octets: half-open ranges. Absent for text. */
  marks: z
    .array(
      z.object({
        kind: z.enum(["string-table", "string-reference", "page-switch"]),
        start: z.number().int(),
        end: z.number().int(),
        text: z.string(),
      }),
    )
    .optional(),
  findings: z.array(FindingView),
});
export type LayerView = z.infer<typeof LayerView>;

/** Everything the inspector shows of one message. */
export const InspectionView = z.object({
  row: MessageRow,
  method: z.string().optional(),
  url: z.string().optional(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  layers: z.array(LayerView),
  /** Octets hidden as secrets, and whether they are shown in this answer. */
  secrets: z.number().int(),
  revealed: z.boolean(),
  /** Messages and facts that led here and that followed, as sequence numbers with a word. */
  causes: z.array(z.object({ seq: z.number().int(), text: z.string() })),
  effects: z.array(z.object({ seq: z.number().int(), text: z.string() })),
  /** The scenario's steps that judged this message. */
  judgedBy: z.array(
    z.object({
      step: z.string(),
      title: z.string(),
      verdict: z.enum(["none", "pass", "inconclusive", "fail", "error"]),
      reason: z.string().optional(),
    }),
  ),
});
export type InspectionView = z.infer<typeof InspectionView>;
