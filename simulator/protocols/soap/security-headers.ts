import { spec } from "../../core/spec-ref.ts";
import { many, namespace, one, optional, optionalAttribute, text, wildcard } from "../../schema/element.ts";
import { anyUri, string } from "../../schema/scalar.ts";
import { WSSE, WSU } from "./namespaces.ts";

const wsse = namespace(WSSE);
const wsu = namespace(WSU);
const ref = spec("wss", "3.1 Usernames and Passwords");

/** `wsu:Id`, which signatures would point at. */
const Id = optionalAttribute("Id", string, { namespace: WSU });

const Username = wsse.struct(
  "Username",
  { value: text(string, { preserve: true }) },
  { label: "user name", spec: ref },
);
const Password = wsse.struct(
  "Password",
  { Type: optionalAttribute("Type", anyUri), value: text(string, { preserve: true }) },
  { label: "password", spec: ref, secret: true },
);
const Nonce = wsse.struct(
  "Nonce",
  { EncodingType: optionalAttribute("EncodingType", anyUri), value: text(string) },
  { label: "nonce", spec: ref },
);
// As text: the digest covers it literally.
const Created = wsu.struct("Created", { value: text(string) }, { label: "created", spec: ref });
const Expires = wsu.struct("Expires", { value: text(string) }, { label: "expires", spec: ref });

/** User name with password or digest. */
export const UsernameTokenElement = wsse.struct(
  "UsernameToken",
  {
    Id,
    Username: one(Username),
    Password: optional(Password),
    Nonce: optional(Nonce),
    Created: optional(Created),
    others: wildcard("many"),
  },
  { label: "user name token", spec: ref },
);

const Timestamp = wsu.struct(
  "Timestamp",
  { Id, Created: optional(Created), Expires: optional(Expires), others: wildcard("many") },
  { label: "lifetime of the message", spec: spec("wss", "SOAP Message Security, 10 Security Timestamps") },
);

/** The `wsse:Security` header. What it holds besides is a token or a signature that we do not support. */
export const Security = wsse.struct(
  "Security",
  { Timestamp: optional(Timestamp), UsernameToken: many(UsernameTokenElement), others: wildcard("many") },
  { label: "security", spec: ref },
);
