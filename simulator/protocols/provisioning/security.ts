import { concatBytes, fromHex, toHex, utf8 } from "../../core/bytes.ts";
import type { Crypto } from "../../core/crypto.ts";

/*
 * Who may bootstrap: a MAC over the message with a key that network and device, or server and user, share.
 */

/** Methods of the client provisioning profile (Provisioning Bootstrap 1.1, 6). */
export const cpMethods = ["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC"] as const;
/** The place of a method in this list is its number in WSP. */
export type CpMethod = (typeof cpMethods)[number];

/** Methods of the DM profile (DM Bootstrap 1.2, 5.4). */
export const dmMethods = ["NETWORKID", "USERPIN", "USERPIN_NETWORKID"] as const;
export type DmMethod = (typeof dmMethods)[number];

/** What keys are made of. */
export interface SharedSecrets {
  /** Digits of the IMSI, or another network identity. */
  readonly networkId?: string | undefined;
  readonly userPin?: string | undefined;
  /** How the IMSI becomes a key of the client provisioning profile; some servers take its digits as text. */
  readonly networkKey?: "semi-octets" | "digits" | undefined;
}

/**
 * An IMSI as the SIM holds it, without its length: an odd number of digits begins with the nibble 9, an even one with 1
 * and ends with F; the nibbles of each octet are swapped. Undefined when it is no number.
 */
export function imsiOctets(imsi: string): Uint8Array | undefined {
  if (!/^\d+$/.test(imsi)) return undefined;
  const nibbles = imsi.length % 2 === 1 ? `9${imsi}` : `1${imsi}F`;
  return fromHex(nibbles.replace(/(.)(.)/g, "$2$1"));
}

/** Key of a method of the client provisioning profile; undefined when a secret is missing. */
export function cpKey(method: CpMethod, secrets: SharedSecrets): Uint8Array | undefined {
  const { networkId, userPin } = secrets;
  const pin = userPin ? utf8(userPin) : undefined;
  const network = networkId ? networkOctets(networkId, secrets.networkKey) : undefined;
  if (method === "NETWPIN") return network;
  if (method === "USERPIN") return pin;
  if (method === "USERNETWPIN") return network && pin && concatBytes(network, pin);
  return userPin && userPin.length % 2 === 0 ? utf8(userPin.slice(0, userPin.length / 2)) : undefined;
}

function networkOctets(networkId: string, form: SharedSecrets["networkKey"]): Uint8Array {
  return (form === "digits" ? undefined : imsiOctets(networkId)) ?? utf8(networkId);
}

/** Key of a method of the DM profile; undefined when a secret is missing. */
export function dmKey(method: DmMethod, { networkId, userPin }: SharedSecrets): Uint8Array | undefined {
  if (method === "NETWORKID") return networkId ? utf8(networkId) : undefined;
  if (method === "USERPIN") return userPin ? utf8(userPin) : undefined;
  return networkId && userPin ? utf8(`${userPin}:${networkId}`) : undefined;
}

/** The MAC of a message as the content type carries it: 40 upper-case hexadecimal digits of HMAC-SHA1. */
export function bootstrapMac(crypto: Crypto, key: Uint8Array, body: Uint8Array): string {
  return toHex(crypto.hmacSha1(key, body)).toUpperCase();
}

/** True when a MAC is that of the message; its case does not count. */
export function macFits(crypto: Crypto, key: Uint8Array, body: Uint8Array, mac: string): boolean {
  return bootstrapMac(crypto, key, body) === mac.trim().toUpperCase();
}

/**
 * What the user has to enter with USERPINMAC: the key's digits and as many digits that are made of the message's MAC.
 */
export function userPinMac(crypto: Crypto, keyDigits: string, body: Uint8Array): string {
  const mac = crypto.hmacSha1(utf8(keyDigits), body);
  let check = "";
  for (let index = 0; index < keyDigits.length; index++) check += String((mac[index % mac.length] ?? 0) % 10);
  return keyDigits + check;
}

/** True when what the user entered with USERPINMAC is right for the message. */
export function userPinMacFits(crypto: Crypto, entered: string, body: Uint8Array): boolean {
  if (entered.length === 0 || entered.length % 2 !== 0) return false;
  return userPinMac(crypto, entered.slice(0, entered.length / 2), body) === entered;
}
