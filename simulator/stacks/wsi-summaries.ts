import {
  exceptionSentence,
  type Ack,
  type Command,
  type CommandResult,
  type DeviceDescription,
  type DeviceResult,
  type Item,
  type OperationStatus,
  type ServiceException,
  type Totals,
} from "../protocols/wsi/index.ts";
import type { AnyElement } from "../schema/element.ts";

/** One line for each named type of the contract, for a folded tree. */
const summaries: Readonly<Record<string, (value: never) => string>> = {
  Ack: ({ state, operationId }: Ack) => `${state}: ${operationId}`,
  DeviceDescription: ({ deviceId, manufacturer, model }: DeviceDescription) =>
    [deviceId, manufacturer, model].filter((part) => part !== undefined).join(" "),
  Item: ({ source, target, data, binaryData }: Item) =>
    `${source ?? target ?? ""} = ${data ?? (binaryData ? `${binaryData.length} octets` : "")}`,
  CommandResult: ({ index, status, statusText }: CommandResult) => `${index}: ${status} ${statusText}`,
  DeviceResult: ({ deviceId, state }: DeviceResult) => `${deviceId} ${state}`,
  Totals: ({ targeted, succeeded, failed }: Totals) =>
    `${succeeded} of ${targeted} succeeded, ${failed} failed`,
  OperationStatus: ({ operation, operationId, state }: OperationStatus) =>
    `${operation} ${operationId} ${state}`,
  ServiceException: (value: ServiceException) => `${value.messageId}: ${exceptionSentence(value)}`,
  PolicyException: (value: ServiceException) => `${value.messageId}: ${exceptionSentence(value)}`,
  ...Object.fromEntries(
    ["Get", "Write", "Delete", "Copy", "Exec", "Atomic", "Sequence"].map((kind) => [
      `${kind}Command`,
      commandSummary,
    ]),
  ),
};

/** One line for the value of a struct of the contract, or undefined. */
export function wsiSummary(element: AnyElement, value: unknown): string | undefined {
  const type = element.content.kind === "struct" ? element.content.typeName : undefined;
  const summary = type === undefined ? undefined : summaries[type];
  return summary?.(value as never);
}

/** A command in one line: `replace ./Vendor/Greeting = hello`. */
export function commandSummary(value: Command): string {
  switch (value.kind) {
    case "get":
    case "delete":
    case "exec":
      return `${value.kind} ${value.locUri}`;
    case "add":
    case "replace":
      return `${value.kind} ${value.locUri} = ${value.data ?? (value.binaryData ? `${value.binaryData.length} octets` : "")}`;
    case "copy":
      return `copy ${value.from} to ${value.to}`;
    case "atomic":
    case "sequence":
      return `${value.kind} of ${value.commands.length}`;
  }
}
