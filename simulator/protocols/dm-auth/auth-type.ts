import { spec, type SpecRef } from "../../core/spec-ref.ts";

/** Authentication types of the DM layer, as Meta Type of a Cred or Chal names them. */
export const authTypes = {
  basic: "syncml:auth-basic",
  md5: "syncml:auth-md5",
  mac: "syncml:auth-MAC",
} as const;

/** Short name of an authentication type: `basic`, `md5` or `mac`. */
export type AuthScheme = keyof typeof authTypes;

/** The clause that findings of this folder point at. */
export const authClause: SpecRef = spec("dm-sec", "5.3 Authentication");

const schemes: ReadonlyMap<string, AuthScheme> = new Map(
  (["basic", "md5", "mac"] as const).map((scheme) => [authTypes[scheme].toLowerCase(), scheme]),
);

/** Scheme of a Meta Type. Upper and lower case are not told apart, as peers write both `MD5` and `md5`. */
export function authSchemeOf(type: string | undefined): AuthScheme | undefined {
  return type === undefined ? undefined : schemes.get(type.trim().toLowerCase());
}
