/** Management object ids of accounts, whatever their nodes are called. */
const ACCOUNT = /^urn:oma:mo:oma-dm-dmacc:/i;

/** True for the management object id of a DM account, the Type of its root node. */
export function isAccountId(type: string | undefined): boolean {
  return type !== undefined && ACCOUNT.test(type.trim());
}
