import type { Finding } from "../../../core/finding.ts";
import {
  DM_BOOTSTRAP_TYPE,
  provisioningTypes,
  readBootstrapType,
} from "../../../protocols/provisioning/index.ts";
import type { InteriorNode } from "../../../tree/index.ts";
import { accountsIn } from "./accounts-in.ts";
import type { BootstrapOutcome, BootstrapPush } from "./bootstrap.ts";
import { checkMac } from "./check.ts";
import { applyDmProfile } from "./dm-profile.ts";
import { applyProvisioning } from "./provisioning.ts";

/** What a profile of bootstrap makes of the tree; without server identifiers no server has an account by it. */
export interface AppliedProfile {
  readonly root: InteriorNode;
  readonly serverIds: readonly string[];
  readonly startSession: string | undefined;
  readonly findings: readonly Finding[];
  /** Why nothing was changed. */
  readonly refusal: string | undefined;
}

/** True for the content type of a bootstrap message in a push. */
export function isBootstrap(contentType: string): boolean {
  const { mediaType } = readBootstrapType(contentType);
  return (
    mediaType === DM_BOOTSTRAP_TYPE ||
    mediaType === provisioningTypes.wbxml ||
    mediaType === provisioningTypes.xml
  );
}

/**
 * Applies a bootstrap message of either profile to a device's tree (DM Bootstrap 1.2, 5). A message that is not what it
 * should be changes nothing. Never throws on what a peer sent.
 */
export function applyBootstrap(push: BootstrapPush): BootstrapOutcome {
  const type = readBootstrapType(push.contentType);
  const provisioned = accountsIn(push.root).length > 0;
  const { refusal, attempts } = checkMac({ ...push, type, provisioned });
  if (refusal !== undefined) return { applied: false, reason: refusal, findings: [], attempts };
  const outcome =
    type.mediaType === DM_BOOTSTRAP_TYPE
      ? applyDmProfile(push.root, push.body, push.date)
      : applyProvisioning(
          push.root,
          push.body,
          type.mediaType === provisioningTypes.xml ? "xml" : "wbxml",
          push.date,
        );
  const { root, serverIds, startSession, findings } = outcome;
  if (outcome.refusal !== undefined) return { applied: false, reason: outcome.refusal, findings, attempts };
  return { applied: true, root, serverIds, startSession, findings, attempts };
}
