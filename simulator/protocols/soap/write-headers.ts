import { wildcardInput, type AnyElementIn, type Markup } from "../../schema/element.ts";
import { attributeText } from "../../schema/xml/index.ts";
import { toBase64 } from "../../core/bytes.ts";
import type { AddressingInput } from "./addressing.ts";
import { WSA_REPLY } from "./addressing.ts";
import { Action, FaultTo, MessageID, RelatesTo, ReplyTo, To } from "./addressing-headers.ts";
import { SOAP11, SOAP12, WSA } from "./namespaces.ts";
import { Security } from "./security-headers.ts";
import type { QName } from "./qname.ts";
import { BASE64_BINARY, PASSWORD_DIGEST, PASSWORD_TEXT, type UsernameToken } from "./username-token.ts";
import type { SoapVersion } from "./version.ts";
import { mustUnderstand } from "./write.ts";

/** Addressing headers of a message with this Action. */
export function addressingBlocks(action: string, addressing: AddressingInput): AnyElementIn[] {
  const blocks: AnyElementIn[] = [];
  if (addressing.to !== undefined) blocks.push(wildcardInput(To, { value: addressing.to }));
  blocks.push(wildcardInput(Action, { value: action }));
  if (addressing.messageId !== undefined)
    blocks.push(wildcardInput(MessageID, { value: addressing.messageId }));
  for (const { messageId, relationship } of addressing.relatesTo ?? []) {
    const RelationshipType = relationship === WSA_REPLY ? undefined : relationship;
    blocks.push(wildcardInput(RelatesTo, { value: messageId, RelationshipType }));
  }
  if (addressing.replyTo) blocks.push(wildcardInput(ReplyTo, endpointReference(addressing.replyTo)));
  if (addressing.faultTo) blocks.push(wildcardInput(FaultTo, endpointReference(addressing.faultTo)));
  for (const parameter of addressing.referenceParameters ?? [])
    blocks.push({ markup: markReferenceParameter(parameter) });
  return blocks;
}

/** A mandatory Security header with a UsernameToken. */
export function securityBlock(version: SoapVersion, token: UsernameToken): AnyElementIn {
  const value = {
    UsernameToken: [
      {
        Username: { value: token.username },
        Password: {
          Type: token.passwordType === "digest" ? PASSWORD_DIGEST : PASSWORD_TEXT,
          value: token.password,
        },
        Nonce: token.nonce && { EncodingType: BASE64_BINARY, value: toBase64(token.nonce) },
        Created: token.created === undefined ? undefined : { value: token.created },
      },
    ],
  };
  return wildcardInput(Security, value, [mustUnderstand(version)]);
}

/** SOAP 1.2 header blocks that name what was not understood (Part 1, 5.4.8). */
export function notUnderstoodBlocks(names: readonly QName[]): AnyElementIn[] {
  return names.map(({ namespace, name }) => {
    const [prefix, declared] = namespace === "" ? ["", ""] : ["n:", ` xmlns:n="${attributeText(namespace)}"`];
    return { markup: { xml: `<soap:NotUnderstood${declared} qname="${attributeText(prefix + name)}"/>` } };
  });
}

/** Header block of a VersionMismatch that names both versions (SOAP 1.2 Part 1, 5.4.7). */
export function upgradeBlock(): AnyElementIn {
  const xml =
    `<u:Upgrade xmlns:u="${SOAP12}"><u:SupportedEnvelope qname="s12:Envelope" xmlns:s12="${SOAP12}"/>` +
    `<u:SupportedEnvelope qname="s11:Envelope" xmlns:s11="${SOAP11}"/></u:Upgrade>`;
  return { markup: { xml } };
}

type EndpointReferenceInput = NonNullable<AddressingInput["replyTo"]>;

function endpointReference({ address, referenceParameters = [] }: EndpointReferenceInput) {
  const parameters = referenceParameters.map((markup) => ({ markup }));
  return {
    Address: { value: address },
    ReferenceParameters: parameters.length > 0 ? { parameters } : undefined,
  };
}

/** Adds `wsa:IsReferenceParameter` to the start tag of an element (WS-Addressing SOAP Binding, 2.3). */
function markReferenceParameter({ xml }: Markup): Markup {
  const end = /^<[^\s/>]+/.exec(xml)?.[0].length ?? 0;
  let prefix = "ref";
  while (xml.includes(`xmlns:${prefix}=`)) prefix += "x";
  const attribute = ` xmlns:${prefix}="${WSA}" ${prefix}:IsReferenceParameter="true"`;
  return { xml: xml.slice(0, end) + attribute + xml.slice(end) };
}
