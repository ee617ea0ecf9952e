import { toHex } from "../../../core/bytes.ts";
import type { Crypto } from "../../../core/crypto.ts";
import type { InteriorNode, NodeSpec } from "../../../tree/index.ts";
import type { ValueChange } from "./management-object.ts";
import { leaf, textOf } from "./node-values.ts";

/*
 * What a server may say of the next package before it is fetched: our devices' own nodes below Ext, of FUMO and of an
 * entry below SCOMO's Download. They count for one operation.
 */

const SIZE = "PkgSize";
const DIGEST = "PkgSHA256";

/** The nodes below Ext: octets as a number, and the SHA-256 digest in hexadecimal; empty = anything will do. */
export const expectationNodes: Readonly<Record<string, NodeSpec>> = {
  [SIZE]: leaf("", "chr", "Get Replace"),
  [DIGEST]: leaf("", "chr", "Get Replace"),
};

/** True when a package is what was said of it. `ext` is the node above what was said. */
export function meetsExpectation(
  octets: Uint8Array,
  root: InteriorNode,
  ext: readonly string[],
  crypto: Crypto,
): boolean {
  const size = textOf(root, [...ext, SIZE]).trim();
  const digest = textOf(root, [...ext, DIGEST])
    .trim()
    .toLowerCase();
  if (size !== "" && size !== String(octets.length)) return false;
  return digest === "" || digest === toHex(crypto.sha256(octets));
}

/** The changes that forget what was said. */
export function withoutExpectation(root: InteriorNode, ext: readonly string[]): readonly ValueChange[] {
  return [SIZE, DIGEST]
    .map((name) => [...ext, name])
    .filter((segments) => textOf(root, segments) !== "")
    .map((segments) => ({ segments, value: "" }));
}
