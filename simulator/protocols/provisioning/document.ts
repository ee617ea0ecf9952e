/*
 * A wap-provisioningdoc as code sees it (Provisioning Content 1.1, 5). Parms and characteristics stand in the order of
 * the document: of an ACCESS characteristic it is part of the meaning.
 */

/** A setting. Some have no value: INIT, TRUST, MASTER. */
export interface Parm {
  readonly kind: "parm";
  readonly name: string;
  readonly value?: string | undefined;
}

/** A group of settings: APPLICATION, NAPDEF, PXLOGICAL … */
export interface Characteristic {
  readonly kind: "characteristic";
  readonly type: string;
  readonly content: readonly ProvisioningPart[];
}

export type ProvisioningPart = Parm | Characteristic;

export interface ProvisioningDocument {
  /** Version of the document, `1.1`; absent in old ones. */
  readonly version?: string | undefined;
  readonly content: readonly ProvisioningPart[];
}

/** A setting for a document that is written. */
export function parm(name: string, value?: string): Parm {
  return value === undefined ? { kind: "parm", name } : { kind: "parm", name, value };
}

/** A group for a document that is written. */
export function characteristic(type: string, content: readonly ProvisioningPart[]): Characteristic {
  return { kind: "characteristic", type, content };
}

/** The characteristics of a type, in their order. */
export function characteristicsOf(
  content: readonly ProvisioningPart[],
  type: string,
): readonly Characteristic[] {
  return content.filter(
    (part): part is Characteristic => part.kind === "characteristic" && part.type === type,
  );
}

/** The parms of a name, in their order. */
export function parmsOf(content: readonly ProvisioningPart[], name: string): readonly Parm[] {
  return content.filter((part): part is Parm => part.kind === "parm" && part.name === name);
}

/** Value of the first parm of a name; undefined when there is none or it has no value. */
export function valueOf(content: readonly ProvisioningPart[], name: string): string | undefined {
  return parmsOf(content, name)[0]?.value;
}
