import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import { wildcardValue, type AnyElementOut, type Element, type Infer } from "../../schema/element.ts";
import { WSA_REPLY, type Addressing, type EndpointReference, type RelatesTo } from "./addressing.ts";
import * as headers from "./addressing-headers.ts";

/** Message addressing properties, or why they cannot be used. */
export type ReadAddressing =
  | { readonly kind: "none" }
  | { readonly kind: "addressing"; readonly addressing: Addressing }
  | { readonly kind: "invalid"; readonly about: string; readonly finding: Finding };

type EprValue = Infer<typeof headers.ReplyTo>;

/** Reads the addressing headers among the understood ones. A message without `wsa:Action` is plain SOAP. */
export function readAddressing(blocks: readonly AnyElementOut[]): ReadAddressing {
  const single = [
    headers.Action,
    headers.To,
    headers.MessageID,
    headers.ReplyTo,
    headers.FaultTo,
    headers.From,
  ];
  for (const element of single)
    if (blocks.filter((block) => block.element === element).length > 1)
      return invalid(`wsa:${element.name} occurs more than once`);
  const action = valueOf(blocks, headers.Action)?.value;
  if (action === undefined) return { kind: "none" };
  const addressing: Addressing = {
    action,
    to: valueOf(blocks, headers.To)?.value,
    messageId: valueOf(blocks, headers.MessageID)?.value,
    from: endpoint(valueOf(blocks, headers.From)),
    replyTo: endpoint(valueOf(blocks, headers.ReplyTo)),
    faultTo: endpoint(valueOf(blocks, headers.FaultTo)),
    relatesTo: blocks.flatMap((block): RelatesTo[] => {
      const related = wildcardValue(block, headers.RelatesTo);
      if (!related) return [];
      return [{ messageId: related.value, relationship: related.RelationshipType ?? WSA_REPLY }];
    }),
  };
  if (action === "") return invalid("wsa:Action is empty");
  for (const [name, reference] of [
    ["ReplyTo", addressing.replyTo],
    ["FaultTo", addressing.faultTo],
  ] as const)
    if (reference?.address === "") return invalid(`wsa:${name} has no wsa:Address`);
  return { kind: "addressing", addressing };
}

function valueOf<Out>(blocks: readonly AnyElementOut[], element: Element<Out, unknown>): Out | undefined {
  for (const block of blocks) {
    const value = wildcardValue(block, element);
    if (value !== undefined) return value;
  }
  return undefined;
}

function endpoint(value: EprValue | undefined): EndpointReference | undefined {
  if (!value) return undefined;
  const parameters = value.ReferenceParameters?.parameters ?? [];
  return {
    address: value.Address.value,
    referenceParameters: parameters.flatMap(({ markup }) => (markup ? [markup] : [])),
  };
}

function invalid(about: string): ReadAddressing {
  const finding: Finding = {
    severity: "error",
    code: "wsa/invalid-header",
    text: `${about}.`,
    spec: spec("wsa", "SOAP Binding, 6.4.1 Invalid Addressing Header"),
  };
  return { kind: "invalid", about, finding };
}
