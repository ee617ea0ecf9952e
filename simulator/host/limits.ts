import type { Party } from "../wire/party.ts";
import type { Channel } from "../wire/role.ts";

/** Limits of the protocol listener and of replies; section 12 of the contract. Sizes are octets, times milliseconds. */
export interface HttpLimits {
  /** Body of a SOAP, UDDI or other request. */
  readonly soapBytes: number;
  /** Body of an OMA DM request. */
  readonly dmBytes: number;
  /** Header section of a request. */
  readonly headerBytes: number;
  /** Time for the header section to arrive. */
  readonly headerTime: number;
  /** Time for a whole request to arrive. */
  readonly requestTime: number;
  /** Connections at one time. */
  readonly connections: number;
  /** Time for an answer from an address that a peer named. */
  readonly egressTime: number;
  /** Body of an answer from an address that a peer named. */
  readonly egressBytes: number;
  /** Octets of a WSDL or XSD that is fetched through it. */
  readonly descriptionBytes: number;
  /** An update package that a device fetches from there. */
  readonly downloadBytes: number;
}

export const defaultHttpLimits: HttpLimits = {
  soapBytes: 16 * 1024 * 1024,
  dmBytes: 1024 * 1024,
  headerBytes: 16 * 1024,
  headerTime: 10_000,
  requestTime: 30_000,
  connections: 2048,
  egressTime: 10_000,
  egressBytes: 64 * 1024,
  descriptionBytes: 1024 * 1024,
  downloadBytes: 256 * 1024 * 1024,
};

/** True for the download of an update package by a device. */
export function isDownload({ from, channel }: { readonly from: Party; readonly channel: Channel }): boolean {
  return from.role === "device" && channel === "http";
}

/**
 * Octets that the answer to a request may have. Through the egress gate it is little, descriptions (WSDL, XSD) and packages
 * excepted: those of the DM protocol, and those with which devices are updated.
 */
export function replyLimit(
  limits: HttpLimits,
  { from, channel }: { readonly from: Party; readonly channel: Channel },
  throughGate: boolean,
): number {
  if (isDownload({ from, channel })) return limits.downloadBytes;
  if (!throughGate) return limits.soapBytes;
  if (channel === "http") return limits.descriptionBytes;
  return channel === "dm" ? limits.dmBytes : limits.egressBytes;
}

/** Octets that a body of this channel may have. */
export function bodyLimit(limits: HttpLimits, channel: Channel): number {
  return channel === "dm" ? limits.dmBytes : limits.soapBytes;
}
