import type { Crypto } from "../../../core/crypto.ts";
import type { Finding } from "../../../core/finding.ts";
import type { InteriorNode } from "../../../tree/index.ts";
import type { BootstrapSecrets } from "../options.ts";

/** Wrong PINs after which a device takes no more messages that need one. */
export const PIN_ATTEMPTS = 3;

/** A bootstrap message as it came, and what the device checks and changes. */
export interface BootstrapPush {
  /** Content type with the parameters SEC and MAC. */
  readonly contentType: string;
  readonly body: Uint8Array;
  /** The tree before it. */
  readonly root: InteriorNode;
  /** Without secrets only a message without security is taken, and only when the device has no account yet. */
  readonly secrets: BootstrapSecrets | undefined;
  readonly crypto: Crypto;
  /** Date of the changes, milliseconds since 1970. */
  readonly date: number;
  /** Wrong PINs so far; the device remembers `attempts` of the outcome. */
  readonly attempts: number;
}

/** What became of a bootstrap message. Nothing is ever answered to it (Bootstrap 1.2, 5.2). */
export type BootstrapOutcome =
  | {
      readonly applied: true;
      /** The tree with the accounts, their ACLs and the connectivity. */
      readonly root: InteriorNode;
      /** Server identifiers of the accounts that were made or replaced, the first of them first. */
      readonly serverIds: readonly string[];
      /** Server with which a session begins: that of the account with INIT, else the first. */
      readonly startSession: string | undefined;
      /** What was left out and why. */
      readonly findings: readonly Finding[];
      readonly attempts: number;
    }
  | {
      readonly applied: false;
      /** Why, for the record; the sender learns nothing. */
      readonly reason: string;
      readonly findings: readonly Finding[];
      readonly attempts: number;
    };
