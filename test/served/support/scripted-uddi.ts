import { envelope, textOf } from "./scripted-soap.ts";
import type { ServedHost } from "./served-host.ts";

/*
 * A client of UDDI 2.0 made of strings: it shares nothing with the codec that it talks to.
 */

/** The publisher of the default configuration. */
const publisher = { userId: "publisher", password: "secret" } as const;

/** What a registry answered. */
export interface UddiAnswer {
  readonly status: number;
  readonly text: string;
  /** Code of a dispositionReport. */
  readonly errCode: string | undefined;
}

/** Posts a request to an API. */
export async function callUddi(
  { ready }: ServedHost,
  api: "inquiry" | "publish",
  name: string,
  content: string,
  attributes = "",
): Promise<UddiAnswer> {
  const body = `<${name} xmlns="urn:uddi-org:api_v2" generic="2.0" ${attributes}>${content}</${name}>`;
  const response = await fetch(api === "inquiry" ? ready.uddiInquiry : ready.uddiPublish, {
    method: "POST",
    headers: { "content-type": "text/xml; charset=utf-8", soapaction: '""' },
    body: envelope(body),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  return { status: response.status, text, errCode: /errCode="(\w+)"/.exec(text)?.[1] };
}

/** Logs the publisher in. */
export async function tokenOf(host: ServedHost): Promise<string> {
  const { userId, password } = publisher;
  const answer = await callUddi(
    host,
    "publish",
    "get_authToken",
    "",
    `userID="${userId}" cred="${password}"`,
  );
  const token = textOf(answer.text, "authInfo");
  if (token === undefined) throw new Error(answer.text);
  return token;
}

/** Values of an attribute in a text. */
export function valuesOf(text: string, attribute: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\\b${attribute}="([^"]*)"`, "g"))].map(([, value = ""]) => value);
}
