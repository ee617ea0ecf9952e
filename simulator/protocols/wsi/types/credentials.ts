import { one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { string } from "../../../schema/scalar.ts";
import { credentialScheme } from "../enumerations.ts";
import { el } from "../namespaces.ts";

const scheme = el.scalar("scheme", credentialScheme, {
  label: "scheme",
  doc: "How the DM server shows who it is.",
});
const username = el.scalar("username", string, { label: "user name", doc: "User name.", preserve: true });
const password = el.scalar("password", string, {
  label: "password",
  doc: "Password.",
  preserve: true,
  secret: true,
});

/** Credentials that the DM server shows to the callback endpoint. */
export const callbackCredentials = el.struct(
  "callbackCredentials",
  { scheme: one(scheme), username: optional(username), password: optional(password) },
  {
    typeName: "CallbackCredentials",
    label: "callback credentials",
    doc: "Credentials that the DM server shows to the callback endpoint.",
  },
);
export type CallbackCredentials = Infer<typeof callbackCredentials>;
export type CallbackCredentialsInput = Input<typeof callbackCredentials>;
