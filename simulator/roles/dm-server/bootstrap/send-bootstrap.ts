import { secretDigest } from "../../../protocols/dm-auth/index.ts";
import type { RoleContext } from "../../../wire/role.ts";
import type { ProvisioningDocument } from "../../../protocols/provisioning/index.ts";
import {
  bootstrapPush,
  documentPush,
  type BootstrapMessage,
  type BootstrapOptions,
} from "./bootstrap-push.ts";
import type { DeviceAccount } from "../inventory/device-account.ts";
import type { DmServerOptions } from "../options.ts";
import type { EffectSink, Inventory } from "../ports.ts";
import { statedAccount } from "./stated-account.ts";

/** Which bootstrap message a device gets. */
export interface BootstrapRequest {
  readonly deviceId: string;
  readonly profile: "cp" | "dm";
  /** Document form of the `cp` profile; the `dm` profile is always WBXML. */
  readonly encoding?: "xml" | "wbxml" | undefined;
  readonly security: BootstrapOptions["security"];
  readonly networkId?: string | undefined;
  readonly userPin?: string | undefined;
}

export interface BootstrapParts {
  readonly dms: DmServerOptions["dms"];
  readonly accounts: readonly DeviceAccount[];
  readonly inventory: Inventory;
  readonly context: RoleContext;
}

/**
 * Sends a bootstrap message to a device by push, after the account that it states is stored (DM Bootstrap 1.2, 5).
 * Returns why it could not be done, or undefined.
 */
export function sendBootstrap(
  request: BootstrapRequest,
  { dms, accounts, inventory, context }: BootstrapParts,
  sink: EffectSink,
): string | undefined {
  const { deviceId, profile, encoding, security, networkId, userPin } = request;
  const device = inventory.device(deviceId);
  if (!device) return "the device is not known";
  if (device.managedBy !== undefined) return `the device is managed by ${device.managedBy}`;
  const message = bootstrapPush({
    device,
    serverId: dms.serverId,
    serverUrl: (device.account.client.certificate && dms.secureDmUrl) ?? dms.dmUrl,
    profile,
    encoding,
    security,
    networkId,
    userPin,
    clientPassword: knownPassword(accounts, device.account.client.digestBase, deviceId, context),
    crypto: context.crypto,
    random: context.random,
  });
  if ("refused" in message) return message.refused;
  push(deviceId, message, inventory, sink);
  return undefined;
}

/**
 * Sends a provisioning document that somebody else wrote, secured as the device's account says. An account of this DM
 * server that the document states is stored first. Returns why it could not be done, or undefined.
 */
export function sendDocument(
  deviceId: string,
  document: ProvisioningDocument,
  { dms, accounts, inventory, context }: BootstrapParts,
  sink: EffectSink,
): string | undefined {
  const device = inventory.device(deviceId);
  if (!device) return "the device is not known";
  if (device.managedBy !== undefined) return `the device is managed by ${device.managedBy}`;
  const configured = accounts.find((account) => account.deviceId === deviceId);
  const account = statedAccount(document, device.account, dms.serverId, context.crypto);
  const message = documentPush(document, account, {
    security: "none",
    ...configured?.bootstrap,
    crypto: context.crypto,
  });
  if ("refused" in message) return message.refused;
  if (configured && account !== device.account) {
    const { username, password } = configured.client;
    const replacedDigest = secretDigest(context.crypto, username, password);
    inventory.update(deviceId, { account, replacedDigest }, sink);
  }
  push(deviceId, message, inventory, sink);
  return undefined;
}

function push(
  deviceId: string,
  { contentType, body, account, userEnters }: BootstrapMessage,
  inventory: Inventory,
  sink: EffectSink,
): void {
  if (inventory.device(deviceId)?.account !== account) inventory.update(deviceId, { account }, sink);
  const conversation = `bootstrap:${deviceId}`;
  sink({ type: "push", to: deviceId, contentType, body, conversation });
  const data = userEnters === undefined ? { deviceId } : { deviceId, userEnters };
  sink({ type: "report", report: { name: "bootstrap.sent", conversation, data } });
}

/** The inventory keeps no password of a device; the configuration does, while it is the one that is stored. */
function knownPassword(
  accounts: readonly DeviceAccount[],
  digestBase: string,
  deviceId: string,
  { crypto }: RoleContext,
): string | undefined {
  const client = accounts.find((account) => account.deviceId === deviceId)?.client;
  if (!client) return undefined;
  return secretDigest(crypto, client.username, client.password) === digestBase ? client.password : undefined;
}
