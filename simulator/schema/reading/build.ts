import { assumedOf, blankField, tagValue, planOf, blankOf } from "../plan.ts";
import type { Frame } from "./frame.ts";
import type { Reports } from "./reports.ts";
import { trimXml } from "../xml/trim.ts";

const none: readonly unknown[] = [];

/**
 * The value of a struct whose end tag has come: every property present, in the order of the declaration, `kind` first
 * when the element is one of several alternatives.
 */
export function buildStruct(frame: Frame, kind: string | undefined, reports: Reports): unknown {
  const { slots, struct } = frame;
  const { fields, text } = struct;
  if (text !== undefined) slots[text.slot] = readText(frame, text.field.preserve, reports);
  const value: Record<string, unknown> = kind === undefined ? {} : { kind };
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index];
    if (field === undefined) continue;
    let part = slots[index];
    if (part === undefined && (field.required || field.list)) part = missing(frame, index, reports);
    value[field.key] = part;
  }
  return value;
}

/** The value of an element that holds one of several: the tagged value itself. */
export function buildChoice(frame: Frame, reports: Reports): unknown {
  return frame.slots[0] ?? missing(frame, 0, reports);
}

/** What stands for a part that was not sent. */
function missing(frame: Frame, index: number, reports: Reports): unknown {
  const field = frame.struct.fields[index];
  if (field === undefined) return undefined;
  if (!field.required) return none;
  const declared = field.field;
  const assumed = declared.kind === "element" ? assumedOf(declared) : undefined;
  reports.missing(frame, declared, field.key, assumed !== undefined);
  if (declared.kind !== "group" || field.list) return assumed ?? blankField(declared);
  const first = declared.alternatives()[0];
  return first === undefined ? undefined : tagValue(planOf(first), blankOf(first));
}

function readText(frame: Frame, preserve: boolean, reports: Reports): unknown {
  const field = frame.struct.text?.field;
  if (field === undefined) return undefined;
  const text = preserve ? frame.text : trimXml(frame.text);
  const value = field.scalar.parse(text);
  if (value === undefined) {
    reports.badText(frame, field.scalar, text);
    return blankField(field);
  }
  return value;
}
