import { devInfoLeaves, nodeAt, type InteriorNode } from "../../../tree/index.ts";
import { alert, type Outgoing } from "./outgoing.ts";

/** Commands that open a session (DM Protocol 1.2, 8.3): its alert, and DevInfo. */
export function package1(root: InteriorNode, initiatedBy: "server" | "client"): Outgoing[] {
  return [alert(initiatedBy === "server" ? 1200 : 1201), devInfo(root)];
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
