import type { AnyElement, Cardinality, Scalar } from "../../simulator/schema/element.ts";

/** A message that a declaration does not allow, and the element that an error has to name. */
export interface Defect {
  readonly title: string;
  readonly xml: string;
  readonly names: string;
}

interface Sample {
  readonly element: AnyElement;
  readonly cardinality: Cardinality;
  readonly children: readonly Sample[];
}

/** One message with every element of the declaration, and one defect each: an element missing, twice, or of a wrong type. */
export function defectsOf(element: AnyElement): {
  readonly sound: string;
  readonly defects: readonly Defect[];
} {
  const root = sampleOf(element, "one");
  const defects: Defect[] = [];
  const visit = (sample: Sample, path: readonly Sample[]): void => {
    const { element: at, cardinality } = sample;
    const where = [...path, sample].map((one) => one.element.name).join("/");
    const parent = path.at(-1);
    const choice = parent?.element.content.kind === "choice";
    const add = (title: string, names: string, replacement: string): void => {
      defects.push({ title: `${where} ${title}`, names, xml: print(root, new Map([[sample, replacement]])) });
    };
    if (parent && (cardinality === "one" || cardinality === "some")) {
      const group = !choice && parent.children.filter((child) => child.cardinality === "some").length > 1;
      if (!group) add("missing", choice ? parent.element.name : at.name, "");
    }
    if (parent && (cardinality === "one" || cardinality === "optional"))
      add("twice", choice ? parent.element.name : at.name, print(sample) + print(sample));
    if (at.content.kind === "scalar") {
      const wrong = wrongText(at.content.scalar);
      if (wrong !== undefined) add("of a wrong type", at.name, tag(at.name, wrong));
    } else {
      const inner = sample.children.map((child) => print(child)).join("");
      add("with an unknown child", "bogus", tag(at.name, `${inner}<bogus/>`));
    }
    for (const child of sample.children) visit(child, [...path, sample]);
  };
  visit(root, []);
  return { sound: print(root), defects };
}

function sampleOf(element: AnyElement, cardinality: Cardinality): Sample {
  const { content } = element;
  const children: Sample[] = [];
  if (content.kind === "choice")
    children.push(
      ...content
        .alternatives()
        .slice(0, 1)
        .map((one) => sampleOf(one, "one")),
    );
  if (content.kind === "struct")
    for (const field of Object.values(content.fields)) {
      if (field.kind === "element") children.push(sampleOf(field.element, field.cardinality));
      if (field.kind === "group")
        children.push(...field.alternatives().map((one) => sampleOf(one, field.cardinality)));
    }
  return { element, cardinality, children };
}

function print(sample: Sample, replaced: ReadonlyMap<Sample, string> = new Map()): string {
  const replacement = replaced.get(sample);
  if (replacement !== undefined) return replacement;
  const { element, children } = sample;
  if (element.content.kind === "scalar") return tag(element.name, soundText(element.content.scalar));
  return tag(element.name, children.map((child) => print(child, replaced)).join(""));
}

function tag(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function soundText(scalar: Scalar<unknown>): string {
  const [first] = scalar.values ?? [];
  if (first !== undefined) return first;
  const samples: Readonly<Record<string, string>> = {
    "xs:dateTime": "2026-01-02T03:04:05Z",
    "xs:duration": "PT1H",
    "xs:boolean": "true",
    "xs:int": "7",
    "xs:long": "7",
    "xs:base64Binary": "AAEC",
    "xs:hexBinary": "0a0b",
  };
  return samples[scalar.xsd] ?? "text";
}

/** A text that the scalar does not take; undefined where it takes every text. */
function wrongText(scalar: Scalar<unknown>): string | undefined {
  const wrong = "n%t";
  return scalar.parse(wrong) === undefined ? wrong : undefined;
}
