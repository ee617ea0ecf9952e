import type { InteriorNode } from "../../tree/index.ts";
import type { AwakeDevice } from "./awake-device.ts";
import { applyBootstrap } from "./bootstrap/index.ts";
import { keepAttempts } from "./kept.ts";
import type { Push } from "./notifications.ts";
import { profileTree } from "./profiles/profile.ts";
import { note, report } from "./session/session-effects.ts";

/**
 * Takes a bootstrap message that was pushed (DM Bootstrap 1.2, 5): the accounts are in the tree, and a session begins
 * where the message wants one. Nothing is ever answered; what is refused is the report `bootstrap.refused`.
 */
export function takeBootstrap(device: AwakeDevice, { contentType, body }: Push): void {
  const { options, context } = device.core;
  const { attempts = 0 } = device.kept;
  const before = device.root();
  const provisioned = device.accounts().length > 0;
  const outcome = applyBootstrap({
    contentType,
    body,
    root: before,
    secrets: options.bootstrap,
    crypto: context.crypto,
    date: device.moment.date,
    attempts,
  });
  if (outcome.attempts !== attempts) device.commit(keepAttempts(device.kept, outcome.attempts));
  if (!outcome.applied) {
    const text = `Bootstrap message dropped: ${outcome.reason}`;
    note(device, undefined, "bootstrap-refused", text, "warning", outcome.findings);
    report(device, undefined, "bootstrap.refused", { reason: outcome.reason });
    return;
  }
  const { root, serverIds, startSession, findings } = outcome;
  device.changeFromWithin(
    provisioned || serverIds.length === 0 || root.acl !== before.acl
      ? root
      : ownedBy(root, device, serverIds),
  );
  const text = `The device has accounts of ${serverIds.join(", ")} by a bootstrap message.`;
  note(device, undefined, "bootstrap-applied", text, "info", findings);
  report(device, undefined, "bootstrap.applied", { serverIds });
  if (startSession !== undefined)
    device.wish({ id: device.randomSessionId(), serverId: startSession, initiatedBy: "client" });
}

/** The first servers of a device from the factory get the rights that the profile has for the servers of accounts. */
function ownedBy(root: InteriorNode, device: AwakeDevice, serverIds: readonly string[]): InteriorNode {
  return { ...root, acl: profileTree(device.core.options.profile, serverIds.join("+")).root.acl };
}
