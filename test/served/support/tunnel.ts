import type { ReceivedCallback } from "./callback-endpoint.ts";
import type { Caller } from "./external-systems.ts";
import type { SoapAnswer } from "./scripted-soap.ts";

/** A package 2 with commands, in base64. */
export function package2(commands: string): string {
  const text =
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>7</SessionID><MsgID>1</MsgID>' +
    `<Target><LocURI>d</LocURI></Target><Source><LocURI>es</LocURI></Source></SyncHdr><SyncBody>${commands}<Final/></SyncBody></SyncML>`;
  return Buffer.from(text).toString("base64");
}

/** Hands a package over to a tunnelled session. */
export function exchangePackage({ call }: Caller, sessionId: string, content: string): Promise<SoapAnswer> {
  return call(
    "ExchangePackage",
    `<sessionId>${sessionId}</sessionId><package>${content}</package><contentType>application/vnd.syncml.dm+xml</contentType>`,
  );
}

/** True for callbacks of a session with this name and this text in them. */
export function isOf(sessionId: string, name: string, more = ""): (callback: ReceivedCallback) => boolean {
  return (callback) =>
    callback.name === name && callback.text.includes(`>${sessionId}</`) && callback.text.includes(more);
}
