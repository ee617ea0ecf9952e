import { apiOfRequest, type UddiRequestName } from "../../protocols/uddi/index.ts";
import { refuse } from "./refusal.ts";

/** Where a registry is asked: the last part of the path. */
export type ApiPath = "inquiry" | "publish" | "security";

/** API at which a request arrived, or undefined. */
export function apiAt(url: string): ApiPath | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : "";
  const name = /\/uddi\/(inquiry|publish|security)\/?$/.exec(path)?.[1];
  return name === "inquiry" || name === "publish" || name === "security" ? name : undefined;
}

/** Refuses a request at the address of another API. Publishers log in at `security`, and where version 2 has it: `publish`. */
export function checkApi(api: ApiPath, name: UddiRequestName): void {
  const belongs = apiOfRequest(name);
  const isThere =
    belongs === "inquiry"
      ? api === "inquiry"
      : belongs === "security"
        ? api !== "inquiry"
        : api === "publish";
  if (!isThere) refuse("E_unsupported", `${name} belongs to the ${belongs} API`);
}
