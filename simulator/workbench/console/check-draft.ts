import type { Draft } from "../../api/index.ts";
import type { AnyElement, ElementField, Cardinality, Scalar } from "../../schema/element.ts";
import { childPath, childrenNamed, placedChildren } from "./draft.ts";

/** Something that the declarations do not allow, at its place. */
export interface DraftProblem {
  readonly path: string;
  readonly text: string;
}

/** Problems that are told: a page cannot use more. */
const MOST_PROBLEMS = 100;

/** Compares a draft with the declaration of its element. */
export function checkDraft(element: AnyElement, draft: Draft): readonly DraftProblem[] {
  const problems: DraftProblem[] = [];
  checkElement(element, draft, "", problems);
  return problems.slice(0, MOST_PROBLEMS);
}

function checkElement(element: AnyElement, draft: Draft, path: string, problems: DraftProblem[]): void {
  const { content } = element;
  switch (content.kind) {
    case "scalar": {
      if ((draft.children?.length ?? 0) > 0)
        problems.push({ path, text: `${element.name} holds text, no elements.` });
      const text = scalarProblem(element.name, content.scalar, draft.text ?? "", content.preserve);
      if (text !== undefined) problems.push({ path, text });
      return;
    }
    case "struct":
      noText(element, draft, path, problems);
      for (const field of Object.values(content.fields)) {
        if (field.kind === "element") checkCount(field, draft, path, problems);
        if (field.kind === "group")
          checkMembers(field.alternatives(), field.cardinality, element, draft, path, problems);
      }
      checkChildren(element, Object.values(content.fields), draft, path, problems);
      return;
    case "choice":
      noText(element, draft, path, problems);
      checkChoice(element, content.alternatives(), draft, path, problems);
      return;
    case "flag":
    case "data":
      return;
  }
}

function noText(element: AnyElement, draft: Draft, path: string, problems: DraftProblem[]): void {
  if ((draft.text ?? "").trim() !== "")
    problems.push({ path, text: `${element.name} holds elements, no text.` });
}

/** A required child that is missing, or one that stands there too often. */
function checkCount(
  { element, cardinality }: ElementField<AnyElement, Cardinality>,
  draft: Draft,
  path: string,
  problems: DraftProblem[],
): void {
  const count = childrenNamed(draft, element.name).length;
  if (count === 0 && (cardinality === "one" || cardinality === "some"))
    problems.push({
      path: childPath(path, element.name),
      text: `${element.name} is required${cardinality === "some" ? ", at least once" : ""}.`,
    });
  if (count > 1 && (cardinality === "one" || cardinality === "optional"))
    problems.push({ path: childPath(path, element.name, 1), text: `${element.name} may stand here once.` });
}

/** The members of a container. */
function checkMembers(
  alternatives: readonly AnyElement[],
  cardinality: Cardinality,
  element: AnyElement,
  draft: Draft,
  path: string,
  problems: DraftProblem[],
): void {
  if ((draft.children?.length ?? 0) === 0 && (cardinality === "some" || cardinality === "one"))
    problems.push({ path, text: `${element.name} holds at least one command.` });
  const allowed = new Map(alternatives.map((alternative) => [alternative.name, alternative]));
  for (const { child, path: at } of placedChildren(draft, path)) {
    const declared = allowed.get(child.name);
    if (declared) checkElement(declared, child, at, problems);
    else
      problems.push({
        path: at,
        text: `${child.name} may not stand in ${element.name}; ${[...allowed.keys()].join(", ")} may.`,
      });
  }
}

/** Children that are not declared, or that stand before what they must follow. */
function checkChildren(
  element: AnyElement,
  fields: readonly { readonly kind: string }[],
  draft: Draft,
  path: string,
  problems: DraftProblem[],
): void {
  if (fields.some(({ kind }) => kind === "group")) return;
  const declared = fields.flatMap((field) => (isElementField(field) ? [field.element] : []));
  let furthest = 0;
  for (const { child, path: at } of placedChildren(draft, path)) {
    const index = declared.findIndex(({ name }) => name === child.name);
    const found = declared[index];
    if (!found) {
      problems.push({ path: at, text: `${child.name} is no part of ${element.name}.` });
      continue;
    }
    if (index < furthest)
      problems.push({ path: at, text: `${child.name} stands after ${declared[furthest]?.name ?? ""}.` });
    furthest = Math.max(furthest, index);
    checkElement(found, child, at, problems);
  }
}

function isElementField(field: { readonly kind: string }): field is ElementField<AnyElement, Cardinality> {
  return field.kind === "element";
}

function checkChoice(
  element: AnyElement,
  alternatives: readonly AnyElement[],
  draft: Draft,
  path: string,
  problems: DraftProblem[],
): void {
  const children = placedChildren(draft, path);
  if (children.length !== 1)
    problems.push({ path, text: `${element.name} holds exactly one command, not ${children.length}.` });
  for (const { child, path: at } of children) {
    const declared = alternatives.find(({ name }) => name === child.name);
    if (declared) checkElement(declared, child, at, problems);
    else problems.push({ path: at, text: `${child.name} is no management command.` });
  }
}

/** Why a text is no value of a scalar, or undefined. */
function scalarProblem(
  name: string,
  scalar: Scalar<unknown>,
  text: string,
  preserve: boolean,
): string | undefined {
  const given = preserve ? text : text.trim();
  if (scalar.parse(given) !== undefined) return undefined;
  if (scalar.values !== undefined)
    return `${name} is one of ${scalar.values.join(", ")}${given === "" ? "" : `, not “${given.slice(0, 60)}”`}.`;
  return `${name} is ${expectations[scalar.xsd] ?? `a value of ${scalar.xsd}`}.`;
}

const expectations: Readonly<Record<string, string>> = {
  "xs:int": "a whole number",
  "xs:long": "a whole number",
  "xs:boolean": "true or false",
  "xs:duration": "a positive duration such as PT1H, P1D or PT90S, without years and months",
  "xs:dateTime": "a moment in UTC such as 2026-01-31T12:00:00Z",
  "xs:base64Binary": "base64",
  "xs:hexBinary": "an even number of hexadecimal digits",
};
