import type { DeviceRecord } from "../../inventory/device-record.ts";
import type { DmServerOptions } from "../../options.ts";
import type { UpdateRecord } from "./records.ts";

/** Path below which a DM server serves the packages that it was given, beside its `dm`. */
export const PACKAGES = "packages";

/**
 * Address at which a device fetches the package of an update. `token` is the last segment of the address of a package
 * that this DM server has; without it, and without an address elsewhere, there is none.
 */
export function packageAddress(
  { packageUri }: UpdateRecord,
  device: DeviceRecord,
  dms: DmServerOptions["dms"],
  token: string | undefined,
): string | undefined {
  if (packageUri !== undefined) return packageUri;
  const base = (device.account.client.certificate && dms.secureDmUrl) ?? dms.dmUrl;
  return token === undefined ? undefined : base.replace(/\/dm\/?$/, `/${PACKAGES}/${token}`);
}
