import type { Draft } from "../../../simulator/api/index.ts";
import type { Question } from "../../state/policies-ui.ts";

/** Words with spaces or commas between them. */
export function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

/** Where a request says which devices it is about. */
const places: Readonly<Record<string, "deviceId" | "target" | "assignTo" | "filter">> = {
  DescribeDevice: "deviceId",
  ManageParameters: "deviceId",
  InitiateSession: "deviceId",
  RequestDiagnostics: "deviceId",
  SubmitBulkOperation: "target",
  SubscribeAlerts: "target",
  SubmitConfiguration: "assignTo",
  SubmitUpdate: "assignTo",
  DiscoverDevices: "filter",
  RetrieveAlerts: "filter",
};

/** Operations that carry management commands. */
const withCommands = new Set(["ManageParameters", "SubmitBulkOperation"]);

/** The request that a question by its parts is about, as far as the parts say it: to be completed in the console. */
export function realRequest(question: Question): Draft {
  const { operation } = question;
  const ids = words(question.devices).map((text): Draft => ({ name: "deviceId", text }));
  const place = places[operation];
  const alertTypes =
    operation === "SubscribeAlerts"
      ? words(question.alertTypes).map((text): Draft => ({ name: "alertType", text }))
      : [];
  const devices =
    place === undefined || ids.length === 0
      ? []
      : place === "deviceId"
        ? ids.slice(0, 1)
        : [{ name: place, children: ids }];
  const commands = withCommands.has(operation)
    ? question.commands
        .filter(({ locUri }) => locUri.trim() !== "")
        .map(({ kind, locUri, from }): Draft => {
          const uri = locUri.trim();
          const children =
            kind === "copy"
              ? [
                  { name: "from", text: from.trim() },
                  { name: "to", text: uri },
                ]
              : [{ name: "locUri", text: uri }];
          return { name: "command", children: [{ name: kind, children }] };
        })
    : [];
  const children = [...alertTypes, ...devices, ...commands];
  return children.length === 0 ? { name: operation } : { name: operation, children };
}
