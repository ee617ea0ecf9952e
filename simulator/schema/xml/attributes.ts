import type { AttributeValue } from "../element.ts";
import { blankField, type ElementPlan, type StructPlan } from "../plan.ts";
import type { Reports } from "../reading/reports.ts";
import type { XmlTag } from "./sink.ts";
import { trimXml } from "./trim.ts";

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

/**
 * Reads the attributes of an element into the slots of its struct. Attributes of another namespace are for others and are
 * ignored, also those of XML Schema instances, save `nil`. Returns true when `xsi:nil` says that the element is absent.
 */
export function readAttributes(
  plan: ElementPlan,
  struct: StructPlan | undefined,
  slots: unknown[],
  tag: XmlTag,
  reports: Reports,
  start: number,
  contentStart: number,
): boolean {
  let nil = false;
  for (const { local, namespace: uri, value } of tag.attributes) {
    const declared = struct?.attributes?.get(local);
    if (declared !== undefined && (declared.field.namespace ?? "") === uri) {
      const { field, slot } = declared;
      const parsed = field.scalar.parse(trimXml(value));
      if (parsed !== undefined) slots[slot] = parsed;
      else {
        reports.badAttribute(
          plan,
          local,
          field.scalar,
          field.secret === true ? undefined : value,
          start,
          contentStart,
        );
        slots[slot] = blankField(field);
      }
    } else if (uri === XSI) nil ||= local === "nil" && (value === "true" || value === "1");
    else if (uri === "" || uri === plan.namespace) reports.unknownAttribute(plan, local, start, contentStart);
  }
  return nil;
}

/** The attributes of an element as sent. */
export function sentAttributes(tag: XmlTag): AttributeValue[] {
  return tag.attributes.map(({ namespace, local, value }) => ({ namespace, name: local, value }));
}
