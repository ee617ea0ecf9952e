import type { PolicyQuestionInput } from "../../api/index.ts";
import { utf8 } from "../../core/bytes.ts";
import { WorkbenchError } from "../../core/error.ts";
import { operationNames, type Command, type DeviceSelector } from "../../protocols/wsi/index.ts";
import {
  accessesOfDeviceCommand,
  deviceCommands,
  packageEncoding,
  readPackage,
  type RequestQuestion,
  type TreeAccess,
} from "../../roles/dm-server/index.ts";
import { readWsiRequest, type WsiMessage } from "../../stacks/wsi-http.ts";

/** What is asked of the policy, without who asks. */
export type AskedRequest = Omit<RequestQuestion, "externalSystem" | "policy">;

/**
 * The question in the form in which policy decides; the commands are the ones that would travel to the device.
 *
 * @throws WorkbenchError `policy-input/operation`, `policy-input/soap`
 */
export function questionOf(input: PolicyQuestionInput): AskedRequest {
  if ("soap" in input) return questionOfMessage(readMessage(input.soap));
  const operation = operationNames.find((name) => name === input.operation);
  if (!operation)
    throw new WorkbenchError("policy-input/operation", `There is no operation ${input.operation}.`, {});
  return {
    operation,
    deviceIds: input.devices,
    accesses: accessesOf(input.commands.map(commandOf)),
    alertTypes: input.alertTypes,
    deliverTo: input.deliverTo,
  };
}

type AskedCommand = Extract<PolicyQuestionInput, { commands: unknown }>["commands"][number];

function commandOf({ kind, locUri, from }: AskedCommand): Command {
  if (kind === "copy") return { kind, from: from ?? "", to: locUri };
  return { kind, locUri };
}

function accessesOf(commands: readonly Command[]): readonly TreeAccess[] {
  return deviceCommands(commands, false).flatMap(({ command }) => accessesOfDeviceCommand(command));
}

const SOAP12 = "http://www.w3.org/2003/05/soap-envelope";

function readMessage(text: string): WsiMessage<"DeviceManagement"> {
  const contentType = text.includes(SOAP12) ? "application/soap+xml" : "text/xml";
  const headers = { "content-type": `${contentType}; charset=utf-8`, soapaction: '""' };
  const request = { method: "POST", url: "http://policy.invalid/wsi", headers, body: utf8(text) };
  const read = readWsiRequest(request, "DeviceManagement");
  if (read.ok) return read;
  const [first] = read.findings;
  throw new WorkbenchError(
    "policy-input/soap",
    `This is no request that can be read${first ? `: ${first.text}` : ""}.`,
    {},
  );
}

/** What of a request policy looks at. */
function questionOfMessage(message: WsiMessage<"DeviceManagement">): AskedRequest {
  const { operation } = message;
  const nothing = { operation, deviceIds: [], accesses: [], alertTypes: [] };
  switch (message.operation) {
    case "ManageParameters": {
      const { deviceId, command } = message.value;
      return { ...nothing, deviceIds: [deviceId], accesses: accessesOf(command) };
    }
    case "SubmitBulkOperation": {
      const { target, command } = message.value;
      return { ...nothing, ...selected(target), accesses: accessesOf(command) };
    }
    case "SubscribeAlerts": {
      const { target, setUp, alertType, deliverTo } = message.value;
      return {
        ...nothing,
        ...selected(target),
        accesses: accessesOf(setUp),
        alertTypes: alertType,
        deliverTo,
      };
    }
    case "SubmitConfiguration":
    case "SubmitUpdate":
      return { ...nothing, ...selected(message.value.assignTo) };
    case "DescribeDevice":
    case "InitiateSession":
    case "RequestDiagnostics":
      return { ...nothing, deviceIds: [message.value.deviceId] };
    case "ExchangePackage":
      return { ...nothing, accesses: packageAccesses(message.value) };
    default:
      return nothing;
  }
}

function selected(selector: DeviceSelector | undefined): Pick<AskedRequest, "deviceIds" | "selector"> {
  return { deviceIds: selector?.deviceId ?? [], selector };
}

/** Octets of a LocURI in a tunnelled package; the real limit is that of the DM server. */
const LONGEST = 4096;

function packageAccesses({
  contentType,
  package: octets,
}: {
  readonly contentType: string;
  readonly package: Uint8Array;
}): readonly TreeAccess[] {
  const encoding = packageEncoding(contentType);
  if (!encoding) throw new WorkbenchError("policy-input/soap", `${contentType} is no type of a package.`, {});
  return readPackage(octets, encoding, LONGEST).accesses;
}
