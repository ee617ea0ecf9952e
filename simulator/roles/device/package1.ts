import { devInfoLeaves, nodeAt, type InteriorNode } from "../../tree/index.ts";
import type { GenericAlert } from "./options.ts";
import { alert, type Outgoing } from "./outgoing.ts";

/** Commands of Package 1 (DM Protocol 1.2, 8.3): the session's alert, DevInfo, and Generic Alerts. */
export function package1(
  root: InteriorNode,
  initiatedBy: "server" | "client",
  alerts: readonly GenericAlert[],
): Outgoing[] {
  return [alert(initiatedBy === "server" ? 1200 : 1201), devInfo(root), ...alerts.map(genericAlert)];
}

function devInfo(root: InteriorNode): Outgoing {
  return {
    kind: "Replace",
    CmdID: "",
    Item: devInfoLeaves.map((name) => {
      const leaf = nodeAt(root, ["DevInfo", name]);
      const value = leaf?.kind === "leaf" && typeof leaf.value === "string" ? leaf.value : "";
      return { Source: { LocURI: `./DevInfo/${name}` }, Data: value };
    }),
  };
}

function genericAlert(event: GenericAlert): Outgoing {
  const { correlator, source, mark } = event;
  return {
    kind: "Alert",
    CmdID: "",
    Data: 1226,
    ...(correlator === undefined ? {} : { Correlator: correlator }),
    Item: [
      {
        ...(source === undefined ? {} : { Source: { LocURI: source } }),
        Meta: {
          Format: event.format ?? "chr",
          Type: event.type,
          ...(mark === undefined ? {} : { Mark: mark }),
        },
        Data: event.data,
      },
    ],
  };
}
