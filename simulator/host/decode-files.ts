import { decodeMessage, decodeReport, isReadable, type DecodedMessage } from "../stacks/decode.ts";
import { messageViews } from "../stacks/views.ts";
import { exitCodes } from "./cli/exit.ts";
import type { Output } from "./cli/output.ts";
import { readInput } from "./input-file.ts";

/** Decodes the message in each file and reports what is in it; exits 1 when one cannot be read at all. */
export function decodeFiles(
  files: readonly string[],
  { type, json }: { readonly type: string; readonly json?: boolean },
  output: Output,
): void {
  const decoded = files.map((file) => decodeMessage(readInput(file), { type, registry: messageViews }));
  const reports = decoded.map(decodeReport);
  if (json) output.json(reports.length === 1 ? reports[0] : reports);
  else
    for (const [index, message] of decoded.entries()) {
      if (files.length > 1) output.line(`${index === 0 ? "" : "\n"}== ${files[index] ?? ""}`);
      report(message, output);
      for (const { view, contentType } of message.inside) {
        output.line(`\ninside: ${contentType || "no media type given"}`);
        report(view, output);
      }
    }
  output.exit(decoded.every(isReadable) ? exitCodes.pass : exitCodes.fail);
}

type Viewed = Pick<DecodedMessage, "kind" | "summary" | "tree" | "findings">;
type Node = NonNullable<DecodedMessage["tree"]>;

function report(message: Viewed, output: Output): void {
  output.line(`${message.kind}: ${message.summary}`);
  if (message.tree) printNode(message.tree, "", output);
  for (const { severity, code, text, range, path } of message.findings) {
    const place = range ? ` at ${range.unit} ${range.start}` : path === undefined ? "" : ` in ${path}`;
    output.line(`${severity}: ${text}${place} [${code}]`);
  }
}

/** A field with its value; of octets and bits also where it stands, which a text shows by itself. */
function printNode(node: Node, indent: string, output: Output): void {
  const value = node.value === undefined ? "" : `: ${node.value}`;
  const meaning = node.meaning === undefined ? "" : ` (${node.meaning})`;
  const { unit, start, end } = node.range;
  const place =
    unit === "char" ? "" : ` [${unit === "bit" ? "bits " : ""}${start}-${Math.max(start, end - 1)}]`;
  output.line(`${indent}${node.name}${value}${meaning}${place}`);
  for (const child of node.children) printNode(child, `${indent}  `, output);
}
