import { toBase64 } from "../../core/bytes.ts";
import type { DeviceResult } from "../../protocols/wsi/index.ts";
import { maskedText } from "../../schema/secrets.ts";
import { isSecretValue } from "../../stacks/secret-nodes.ts";

type Item = DeviceResult["commandResult"][number]["item"][number];

/** A value of a node as it may leave the workbench: covered where the inspector covers it. */
export interface ShownValue {
  /** Text, or octets in base64. */
  readonly value: string;
  readonly binary: boolean;
  readonly masked: boolean;
}

/** The value that a device answered for a node, covered when it is a secret. */
export function shownValue({ source, target, data, binaryData }: Item): ShownValue {
  const value = data ?? (binaryData ? toBase64(binaryData) : "");
  const masked = value !== "" && isSecretValue(source ?? target, value);
  return {
    value: masked ? maskedText(value) : value,
    binary: data === undefined && binaryData !== undefined,
    masked,
  };
}
