import {
  uddiDeclaration,
  type OverviewDoc,
  type PublicationName,
  type UddiMessage,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { mapLeaves } from "../keys/leaves.ts";
import { refuse } from "../refusal.ts";

/** What entries of all kinds may have and the shape of a declaration does not say. */
interface Shaped {
  readonly Signature?: readonly unknown[] | undefined;
  readonly overviewDoc?: readonly OverviewDoc[];
}

/** Refuses signatures, which the registry cannot check, and documents that a version does not allow. */
export function checkShape(version: UddiVersion, { Signature = [], overviewDoc = [] }: Shaped): void {
  if (Signature.length > 0) refuse("E_unacceptableSignature", "signed entries are not taken here");
  checkDocuments(version, overviewDoc);
}

/** Version 2 has one overview document; in version 3 each has a description or an address. */
export function checkDocuments(version: UddiVersion, all: readonly OverviewDoc[]): void {
  if (version === 2 && all.length > 1) refuse("E_fatalError", "there is more than one overviewDoc");
  if (version === 3 && all.some(({ description, overviewURL }) => description.length === 0 && !overviewURL))
    refuse("E_fatalError", "an overviewDoc has neither description nor overviewURL");
}

/** An uploadRegister is an address from which version 2 would fetch an entry; nothing is fetched here. */
export function checkUploads(addresses: readonly string[] | undefined): void {
  const [address] = addresses ?? [];
  if (address === undefined) return;
  const scheme = URL.canParse(address) ? new URL(address).protocol : "";
  if (scheme !== "http:" && scheme !== "https:")
    refuse("E_invalidURLPassed", `${address.slice(0, 80)} is no address of a document`);
  refuse("E_unsupported", "entries are not fetched from an uploadRegister");
}

/** Toolkits write an empty description where they mean none. */
export function withoutEmptyTexts<M extends UddiMessage<PublicationName>>(version: UddiVersion, sent: M): M {
  const value = mapLeaves(
    uddiDeclaration(version, sent.name),
    sent.value,
    (_leaf, text) => text,
    (_element, mapped) => {
      const { description } = mapped;
      if (Array.isArray(description)) mapped["description"] = description.filter(isNotEmpty);
    },
  );
  return { ...sent, value };
}

function isNotEmpty({ text }: { readonly text: string }): boolean {
  return text !== "";
}
