import { care, type ServedHost } from "./served-host.ts";

/*
 * A SOAP client made of strings: it shares nothing with the codec that it talks to.
 */

export const SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/";
export const SOAP12 = "http://www.w3.org/2003/05/soap-envelope";

/** `Authorization` of the External System. */
export const authorization = basic(care.username, care.password);

/** HTTP Basic credentials. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** An envelope around the body's content. */
export function envelope(body: string, namespace: string = SOAP11): string {
  return `<?xml version="1.0"?><s:Envelope xmlns:s="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
}

/** An element of the contract. */
export function element(name: string, content = ""): string {
  return `<${name} xmlns="urn:dmwsi:1.0">${content}</${name}>`;
}

export interface SoapAnswer {
  readonly status: number;
  readonly text: string;
}

/** Posts an operation with the External System's credentials. */
export async function callWsi(
  { ready }: ServedHost,
  operation: string,
  content: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SoapAnswer> {
  const response = await fetch(ready.wsi, {
    method: "POST",
    headers: {
      "content-type": "text/xml; charset=utf-8",
      soapaction: `"urn:dmwsi:1.0:${operation}"`,
      authorization,
      ...headers,
    },
    body: envelope(element(operation, content)),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, text: await response.text() };
}

/** Text of the first element with this local name. */
export function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml)?.[1];
}

/** Texts of all elements with this local name. */
export function textsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([^<]*)<`, "g"))].map(
    ([, text = ""]) => text,
  );
}

/** Registers the External System; `more` follows the required elements. */
export function registerExternalSystem(host: ServedHost, callbackEndpoint?: string): Promise<SoapAnswer> {
  const endpoint =
    callbackEndpoint === undefined ? "" : `<callbackEndpoint>${callbackEndpoint}</callbackEndpoint>`;
  const content = `<name>Care</name><kind>customer-care</kind><managementDomain>operator</managementDomain>${endpoint}`;
  return callWsi(host, "RegisterExternalSystem", content);
}

/** Orders commands for a device; gives the operationId of the acknowledgement. */
export async function manageParameters(
  host: ServedHost,
  deviceId: string,
  commands: string,
  notifyDevice = true,
): Promise<string> {
  const answer = await callWsi(
    host,
    "ManageParameters",
    `<deviceId>${deviceId}</deviceId><command>${commands}</command><notifyDevice>${notifyDevice}</notifyDevice>`,
  );
  const operationId = textOf(answer.text, "operationId");
  if (answer.status !== 200 || operationId === undefined)
    throw new Error(`ManageParameters was not acknowledged: ${answer.status} ${answer.text}`);
  return operationId;
}

/** State of an operation, and the whole answer. */
export async function queryOperation(
  host: ServedHost,
  operationId: string,
): Promise<SoapAnswer & { readonly state: string | undefined }> {
  const answer = await callWsi(host, "QueryOperation", `<operationId>${operationId}</operationId>`);
  return { ...answer, state: textOf(answer.text, "state") };
}

const terminal = ["succeeded", "partly-succeeded", "failed", "cancelled", "expired"];

/** Asks until the operation is over or `patience` milliseconds are. */
export async function operationEnd(
  host: ServedHost,
  operationId: string,
  patience = 10_000,
): Promise<SoapAnswer & { readonly state: string | undefined }> {
  const until = Date.now() + patience;
  for (;;) {
    const found = await queryOperation(host, operationId);
    if (terminal.includes(found.state ?? "") || Date.now() > until) return found;
    await new Promise((next) => setTimeout(next, 25));
  }
}

/** A whole normal session: registers, reads a parameter of a simulated phone, and finds its value. */
export async function normalSession(host: ServedHost): Promise<string | undefined> {
  const registered = await registerExternalSystem(host);
  if (registered.status !== 200) return `RegisterExternalSystem: ${registered.status} ${registered.text}`;
  const found = await callWsi(host, "DiscoverDevices", "<filter><group>lab</group></filter>");
  const deviceId = textOf(found.text, "deviceId");
  if (deviceId === undefined) return `DiscoverDevices: ${found.status} ${found.text}`;
  const operation = await manageParameters(host, deviceId, "<get><locUri>./DevInfo/DevId</locUri></get>");
  const end = await operationEnd(host, operation);
  const isRead = end.state === "succeeded" && end.text.includes(`>${deviceId}</`);
  return isRead ? undefined : `QueryOperation: ${end.status} ${end.text}`;
}
