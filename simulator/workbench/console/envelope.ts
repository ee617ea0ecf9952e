import type { Draft, DraftCheck, Sending } from "../../api/index.ts";
import { randomUuid } from "../../core/ids.ts";
import type { Crypto } from "../../core/crypto.ts";
import type { Random } from "../../core/random.ts";
import { toBase64 } from "../../core/bytes.ts";
import {
  BASE64_BINARY,
  createDigestToken,
  PASSWORD_DIGEST,
  PASSWORD_TEXT,
  SOAP11,
  SOAP12,
  WSA,
  WSSE,
  WSU,
} from "../../protocols/soap/index.ts";
import { attributeText, contentText } from "../../schema/xml/index.ts";
import { contractProfile, profiledAction, type WsiProfile } from "../../stacks/wsi-profile.ts";
import type { WsiCredentials } from "../../stacks/wsi-types.ts";
import { placedChildren } from "./draft.ts";

/*
 * The envelope of a draft as readable text, with the place of every element. What only exists when it is sent stands in
 * it as a comment or a placeholder, so that an envelope that somebody keeps and edits stays fresh each time.
 */

/** Stands for the UsernameToken until the envelope is sent. */
const TOKEN = /<!-- UsernameToken[^>]*-->/;
const NEW_UUID = "{new-uuid}";

type Place = DraftCheck["places"][number];

/** What an envelope is written from. */
export interface EnvelopeParts {
  readonly operation: string;
  readonly draft: Draft;
  readonly sending: Sending;
  readonly credentials: WsiCredentials;
  readonly endpoint: string;
  /** Names of the binding; the contract's by default. */
  readonly profile?: WsiProfile | undefined;
}

/** An envelope with the places of the elements of the request. */
export interface WrittenEnvelope {
  readonly xml: string;
  readonly places: Place[];
}

/** Writes the envelope of a draft. Throws `xml/illegal-character`. */
export function writeDraft(parts: EnvelopeParts): WrittenEnvelope {
  const { draft, sending } = parts;
  const writer = new EnvelopeWriter();
  const soap = sending.soapVersion === "1.1" ? SOAP11 : SOAP12;
  const headers = headerLines(parts);
  writer.line(0, '<?xml version="1.0" encoding="UTF-8"?>');
  writer.line(0, "<soap:Envelope");
  const prefixes = [`soap="${soap}"`, ...prefixesIn(headers)];
  prefixes.forEach((prefix, index) => {
    writer.line(2, `xmlns:${prefix}${index === prefixes.length - 1 ? ">" : ""}`);
  });
  if (headers.length > 0) {
    writer.line(1, "<soap:Header>");
    for (const [depth, text] of headers) writer.line(depth + 2, text);
    writer.line(1, "</soap:Header>");
  }
  writer.line(1, "<soap:Body>");
  writer.element(draft, "", 2, ` xmlns="${(parts.profile ?? contractProfile).namespace}"`);
  writer.line(1, "</soap:Body>");
  writer.line(0, "</soap:Envelope>");
  return { xml: writer.text, places: writer.places };
}

class EnvelopeWriter {
  text = "";
  readonly places: Place[] = [];

  line(depth: number, text: string): void {
    this.text += `${" ".repeat(depth)}${text}\n`;
  }

  /** Writes an element and what is in it, each element of children on its own line. */
  element(draft: Draft, path: string, depth: number, attributes = ""): void {
    const name = elementName(draft.name);
    const indent = " ".repeat(depth);
    this.text += indent;
    const from = this.text.length;
    const children = placedChildren(draft, path);
    const content = draft.text === undefined ? "" : contentText(draft.text);
    this.text += `<${name}${attributes}>`;
    const start = this.text.length;
    this.text += content;
    if (children.length > 0) {
      this.text += "\n";
      for (const { child, path: at } of children) this.element(child, at, depth + 1);
      this.text += indent;
    }
    const end = this.text.length;
    this.text += `</${name}>`;
    this.places.push({ path, from, to: this.text.length, inner: { from: start, to: end } });
    this.text += "\n";
  }
}

/** A name as XML can have it. */
function elementName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(name) ? name : "_";
}

/** Lines of the header blocks with their depth. */
function headerLines(parts: EnvelopeParts): [number, string][] {
  const { operation, sending, credentials, endpoint, profile = contractProfile } = parts;
  const lines: [number, string][] = [];
  const { use, replyTo = "" } = sending.addressing;
  if (use !== "off") {
    lines.push([0, `<wsa:To>${contentText(endpoint)}</wsa:To>`]);
    lines.push([0, `<wsa:Action>${profiledAction(profile, operation)}</wsa:Action>`]);
    lines.push([0, `<wsa:MessageID>urn:uuid:${NEW_UUID}</wsa:MessageID>`]);
  }
  if (use === "reply-to")
    lines.push(
      [0, `<wsa:ReplyTo>`],
      [1, `<wsa:Address>${contentText(replyTo)}</wsa:Address>`],
      [0, "</wsa:ReplyTo>"],
    );
  if (credentials.scheme === "username-token" || credentials.scheme === "username-token-digest") {
    const must = `soap:mustUnderstand="${sending.soapVersion === "1.1" ? "1" : "true"}"`;
    const what = credentials.scheme === "username-token" ? "PasswordText" : "PasswordDigest";
    lines.push(
      [0, `<wsse:Security ${must}>`],
      [1, `<!-- UsernameToken of ${commentText(credentials.username)}, ${what}: written when it is sent -->`],
      [0, "</wsse:Security>"],
    );
  }
  return lines;
}

/** Declarations of the prefixes that the headers use. */
function prefixesIn(headers: readonly (readonly [number, string])[]): readonly string[] {
  const has = (prefix: string): boolean => headers.some(([, text]) => text.startsWith(`<${prefix}:`));
  return [...(has("wsa") ? [`wsa="${WSA}"`] : []), ...(has("wsse") ? [`wsse="${WSSE}"`] : [])];
}

/** A comment holds no two hyphens and no end of a tag. */
function commentText(text: string): string {
  return text.replaceAll(/-|>/g, "_");
}

/** What is needed to fill in what only exists when it is sent. */
export interface FillTools {
  readonly credentials: WsiCredentials;
  readonly crypto: Crypto;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly date: number;
}

/** The envelope as it goes out: token and message id are made now. */
export function fillEnvelope(xml: string, tools: FillTools): string {
  return xml.replace(TOKEN, () => tokenText(tools)).replaceAll(NEW_UUID, () => randomUuid(tools.random));
}

function tokenText({ credentials, ...tools }: FillTools): string {
  const { scheme, username, password } = credentials;
  const open = `<wsse:UsernameToken xmlns:wsu="${WSU}"><wsse:Username>${contentText(username)}</wsse:Username>`;
  const close = "</wsse:UsernameToken>";
  if (scheme !== "username-token-digest")
    return `${open}<wsse:Password Type="${PASSWORD_TEXT}">${contentText(password)}</wsse:Password>${close}`;
  const token = createDigestToken(username, password, tools);
  return (
    `${open}<wsse:Password Type="${PASSWORD_DIGEST}">${token.password}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${attributeText(BASE64_BINARY)}">${toBase64(token.nonce)}</wsse:Nonce>` +
    `<wsu:Created>${token.created}</wsu:Created>${close}`
  );
}
