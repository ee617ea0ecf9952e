import type { Random } from "../../core/random.ts";
import type { UddiMessageInput, UddiResponseName, UddiVersion } from "../../protocols/uddi/index.ts";
import type { KeyTranslation } from "./keys/key-translation.ts";
import type { RegistryLimits } from "./limits.ts";
import type { Entries } from "./store/entries.ts";

/** What requests work with. Keys in requests and answers are in the registry's own form. */
export interface Room {
  readonly entries: Entries;
  readonly keys: KeyTranslation;
  /** Name of the node. */
  readonly operator: string;
  readonly limits: RegistryLimits;
}

/** A room with a publisher in it. */
export interface Publishing extends Room {
  readonly random: Random;
  readonly userId: string;
  readonly version: UddiVersion;
  /** Now, in milliseconds since 1970. */
  readonly date: number;
}

/** A response, or `success` where there is nothing to tell. */
export type Answer = UddiMessageInput<UddiResponseName> | "success";
