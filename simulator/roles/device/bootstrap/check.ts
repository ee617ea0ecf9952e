import type { Crypto } from "../../../core/crypto.ts";
import {
  cpKey,
  cpMethods,
  DM_BOOTSTRAP_TYPE,
  dmKey,
  dmMethods,
  macFits,
  userPinMacFits,
  type BootstrapType,
} from "../../../protocols/provisioning/index.ts";
import type { BootstrapSecrets } from "../options.ts";
import { PIN_ATTEMPTS } from "./bootstrap.ts";

/** Whether a message may be used, and how many wrong PINs there were with it. */
export interface CheckedMac {
  /** Why it may not; undefined = it may. */
  readonly refusal: string | undefined;
  readonly attempts: number;
}

interface Checked {
  readonly type: BootstrapType;
  readonly body: Uint8Array;
  readonly secrets: BootstrapSecrets | undefined;
  readonly crypto: Crypto;
  readonly attempts: number;
  /** The device has an account already. */
  readonly provisioned: boolean;
}

/**
 * Checks who sent a bootstrap message (Provisioning Bootstrap 1.1, 6; DM Bootstrap 1.2, 5.4). A device that knows secrets
 * takes no message without a MAC, one that has an account neither.
 */
export function checkMac(message: Checked): CheckedMac {
  const { type, secrets, attempts } = message;
  const refuse = (refusal: string): CheckedMac => ({ refusal, attempts });
  if (type.sec === undefined && type.mac === undefined) {
    if (secrets?.networkId !== undefined || secrets?.userPin !== undefined)
      return refuse("the message has no MAC, and the device has secrets to check one");
    if (message.provisioned) return refuse("the message has no MAC, and the device has an account already");
    return { refusal: undefined, attempts };
  }
  const method = methodOf(type);
  if (method === undefined) return refuse(`the security method ${type.sec ?? "none"} is not known`);
  const usesPin = method.includes("PIN") && method !== "NETWPIN";
  if (usesPin && attempts >= PIN_ATTEMPTS) return refuse(`the PIN was wrong ${PIN_ATTEMPTS} times`);
  const fits = fitsMac(method, message);
  if (typeof fits === "string") return refuse(fits);
  if (fits) return { refusal: undefined, attempts: usesPin ? 0 : attempts };
  return { refusal: `the MAC is wrong for ${method}`, attempts: usesPin ? attempts + 1 : attempts };
}

/** The method as its word; numbers stand for words in the client provisioning profile. */
function methodOf({ mediaType, sec = "" }: BootstrapType): string | undefined {
  const word = sec.trim().toUpperCase();
  if (mediaType === DM_BOOTSTRAP_TYPE) return dmMethods.find((method) => method === word);
  return cpMethods.find((method, index) => method === word || String(index) === word);
}

function fitsMac(method: string, { type, body, secrets = {}, crypto }: Checked): boolean | string {
  if (method === "USERPINMAC" && type.mediaType !== DM_BOOTSTRAP_TYPE)
    return secrets.userPin === undefined ? "no PIN is known" : userPinMacFits(crypto, secrets.userPin, body);
  const key = keyOf(method, type.mediaType, secrets);
  if (key === undefined) return `the device does not know what ${method} needs`;
  return type.mac === undefined ? "the message has no MAC" : macFits(crypto, key, body, type.mac);
}

function keyOf(method: string, mediaType: string, secrets: BootstrapSecrets): Uint8Array | undefined {
  if (mediaType === DM_BOOTSTRAP_TYPE) {
    const own = dmMethods.find((each) => each === method);
    return own && dmKey(own, secrets);
  }
  const own = cpMethods.find((each) => each === method);
  return own && cpKey(own, secrets);
}
