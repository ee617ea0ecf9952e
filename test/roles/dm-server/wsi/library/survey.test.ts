import { describe, expect, test } from "vitest";
import type { CommandOutcome, OutcomeItem } from "../../../../../simulator/roles/dm-server/ports.ts";
import { objectsWith, survey } from "../../../../../simulator/roles/dm-server/wsi/library/survey.ts";

const FUMO = "urn:oma:mo:oma-fumo:";

/** Asks a tree as a device would be asked, until the survey is over; the number of packages and the nodes. */
function run(answer: (uri: string) => Omit<CommandOutcome, "reference">, places: readonly string[] = []) {
  const answered: CommandOutcome[] = [];
  for (let rounds = 0; rounds < 10; rounds++) {
    const next = survey(answered, FUMO, places);
    if ("nodes" in next) return { rounds, nodes: next.nodes };
    for (const { reference, command } of next.ask) {
      const uri = command.kind === "Get" ? (command.Item[0]?.Target?.LocURI ?? "") : "";
      answered.push({ reference, ...answer(uri) });
    }
  }
  throw new Error("the survey does not end");
}

const refused = { status: 406, items: [] };
const ok = (...items: readonly OutcomeItem[]) => ({ status: 200, items });

describe("finding management objects", () => {
  test("one Get of the structure tells them", () => {
    const { rounds, nodes } = run(() =>
      ok(
        { source: ".", format: "node" },
        { source: "./FwUpdate", format: "node" },
        { source: "./FwUpdate/Pkg1", format: "node", type: "urn:oma:mo:oma-fumo:1.0" },
        { source: "FwUpdate/Pkg1/Download", format: "node" },
      ),
    );
    expect(rounds).toBe(1);
    expect(objectsWith(nodes, FUMO)).toEqual(["./FwUpdate/Pkg1"]);
    expect(nodes.has("./FwUpdate/Pkg1/Download")).toBe(true);
  });

  test("a device that lists no structure is walked, but for the standard objects", () => {
    const children: Readonly<Record<string, string>> = {
      ".": "DevInfo/FwUpdate/Ring",
      "./FwUpdate": "Pkg1",
      "./FwUpdate/Pkg1": "Download/State",
      "./FwUpdate/Pkg1/Download": "PkgURL",
    };
    const asked: string[] = [];
    const { nodes } = run((uri) => {
      asked.push(uri);
      if (uri.includes("?list=")) return refused;
      if (uri.endsWith("?prop=Type")) {
        const node = uri.slice(0, uri.indexOf("?"));
        return node === "./FwUpdate/Pkg1" ? ok({ source: uri, data: "urn:oma:mo:oma-fumo:1.0" }) : refused;
      }
      const names = children[uri];
      return names === undefined
        ? ok({ source: uri, data: "value" })
        : ok({ source: uri, format: "node", data: names });
    });
    expect(objectsWith(nodes, FUMO)).toEqual(["./FwUpdate/Pkg1"]);
    expect(nodes.has("./FwUpdate/Pkg1/Download")).toBe(true);
    expect(asked.some((uri) => uri.startsWith("./DevInfo"))).toBe(false);
  });

  test("a device that lets nothing be read has no objects, and an endless tree ends", () => {
    expect(run(() => ({ status: 425, items: [] })).nodes.size).toBeLessThan(2);
    const endless = run((uri) =>
      uri.includes("?")
        ? refused
        : ok({
            source: uri,
            format: "node",
            data: Array(50)
              .fill("N")
              .map((n, i) => `${n}${i}`)
              .join("/"),
          }),
    );
    expect(endless.nodes.size).toBeLessThan(1000);
  });

  test("where the device was seen to have them is looked first; the rest only when they are gone", () => {
    const at = (root: string) => (uri: string) =>
      uri === `${root}?list=Struct` || uri === ".?list=Struct"
        ? ok({ source: root, format: "node", type: "urn:oma:mo:oma-fumo:1.0" })
        : { status: 404, items: [] };
    const known = run(at("./Fw"), ["./Fw"]);
    expect([known.rounds, objectsWith(known.nodes, FUMO)]).toEqual([1, ["./Fw"]]);
    const moved = run(at("./Other"), ["./Fw"]);
    expect([moved.rounds, objectsWith(moved.nodes, FUMO)]).toEqual([2, ["./Other"]]);
  });
});
