import type { RegistryUrls } from "../world-roles.ts";

/** Where a registry of ours is reached below the address of its wire. */
export function uddiUrls(baseUrl: string): RegistryUrls {
  return {
    inquiry: `${baseUrl}/uddi/inquiry`,
    publish: `${baseUrl}/uddi/publish`,
    security: `${baseUrl}/uddi/security`,
  };
}
