import { contractProfile, type WsiProfile } from "../stacks/wsi-profile.ts";
import type { HttpWire } from "./http-wire.ts";
import type { ServedInstance } from "./instances.ts";

type Urls = Pick<HttpWire, "baseUrl" | "secureUrl">;

/** A name and its URL. */
export interface ServedAddress {
  readonly name: string;
  readonly url: string;
}

/** Names and URLs of what the protocol listeners serve; those over HTTPS end in `Https`. */
export function addressesOf(
  { baseUrl, secureUrl }: Urls,
  withRegistry: boolean,
  { path }: Pick<WsiProfile, "path"> = contractProfile,
): readonly ServedAddress[] {
  const plain = servedBelow(baseUrl, path, withRegistry);
  if (secureUrl === undefined) return plain;
  const secure = servedBelow(secureUrl, path, withRegistry).map(({ name, url }) => ({
    name: `${name}Https`,
    url,
  }));
  return [...plain, ...secure];
}

function servedBelow(baseUrl: string, wsiPath: string, withRegistry: boolean): readonly ServedAddress[] {
  return [
    { name: "wsi", url: `${baseUrl}${wsiPath}` },
    { name: "wsdl", url: `${baseUrl}${wsiPath}?wsdl` },
    { name: "dm", url: `${baseUrl}/dm` },
    ...(withRegistry
      ? [
          { name: "uddiInquiry", url: `${baseUrl}/uddi/inquiry` },
          { name: "uddiPublish", url: `${baseUrl}/uddi/publish` },
          { name: "uddiSecurity", url: `${baseUrl}/uddi/security` },
        ]
      : []),
  ];
}

/** The same of each further DM server, by its name. */
export function instanceAddresses(
  { baseUrl, secureUrl }: Urls,
  served: readonly ServedInstance[],
): ReadonlyMap<string, readonly ServedAddress[]> {
  const found = new Map<string, readonly ServedAddress[]>();
  for (const { name, folder, profile } of served) {
    if (name === undefined) continue;
    const below = { baseUrl: `${baseUrl}${folder}`, secureUrl: secureUrl && `${secureUrl}${folder}` };
    found.set(name, addressesOf(below, false, profile));
  }
  return found;
}
