import { describe, expect, test } from "vitest";
import { add, atomic, get, remove, replace, sequence } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { SERVER_ID } from "./support/dialogue.ts";
import { answers } from "./support/lines.ts";
import { nodeOf, valueOf } from "./support/trees.ts";

const ring = "./Settings/Ring";

describe.each(encodings)("Atomic (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-39 all good (${encoding})`, () => {
    const it = begin();
    it.manage([atomic(add("./Documents/Draft", "x"), replace(ring, "Chime"))]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Atomic 200",
      "Status 1/5 Add 200 ./Documents/Draft",
      `Status 1/6 Replace 200 ${ring}`,
    ]);
    expect([valueOf(it, "./Documents/Draft"), valueOf(it, ring)]).toEqual(["x", "Chime"]);
    expect(it.outcomes()).toMatchObject({
      "0": { status: 200 },
      "0.1": { status: 200 },
      "0.2": { status: 200 },
    });
  });

  test(`DM12-C-40 one fails (${encoding})`, () => {
    const it = begin();
    const before = it.role.view().root;
    const commands = [
      atomic(
        replace(ring, "Chime"),
        remove("./Documents/Notes"),
        replace("./Vendor?prop=ACL", `Get=*&Replace=${SERVER_ID}`),
        replace("./Settings/None", "x"),
        replace("./Settings/Volume", "9", { Format: "int" }),
      ),
    ];
    it.manage(commands);
    const statuses = (rolledBack: number): string[] => [
      "Status 1/4 Atomic 507",
      `Status 1/5 Replace ${rolledBack} ${ring}`,
      `Status 1/6 Delete ${rolledBack} ./Documents/Notes`,
      `Status 1/7 Replace ${rolledBack} ./Vendor?prop=ACL`,
      "Status 1/8 Replace 404 ./Settings/None",
      "Status 1/9 Replace 215 ./Settings/Volume",
    ];
    expect(answers(it.fromDevice[1])).toEqual(statuses(216));
    const after = it.role.view().root;
    for (const name of ["Settings", "Documents", "Vendor"])
      expect(after.children.get(name)).toEqual(before.children.get(name));

    const broken = begin({ device: { behaviour: { rollback: "fails" } } });
    broken.manage(commands);
    expect(answers(broken.fromDevice[1])).toEqual(statuses(516));
    expect(valueOf(broken, ring)).toBe("Chime");
  });

  test(`DM12-C-41 Get inside (${encoding})`, () => {
    const it = begin();
    it.manage([atomic(replace(ring, "Chime"), get(ring), replace(ring, "Bell"))]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Atomic 500",
      `Status 1/5 Replace 215 ${ring}`,
      `Status 1/6 Get 500 ${ring}`,
      `Status 1/7 Replace 215 ${ring}`,
    ]);
    expect(valueOf(it, ring)).toBe("Classic");

    const nested = begin();
    nested.manage([atomic(replace(ring, "Chime"), atomic(replace(ring, "Bell")))]);
    expect(answers(nested.fromDevice[1])).toEqual([
      "Status 1/4 Atomic 500",
      `Status 1/5 Replace 215 ${ring}`,
      "Status 1/6 Atomic 500",
      `Status 1/7 Replace 500 ${ring}`,
    ]);
    expect(valueOf(nested, ring)).toBe("Classic");
  });

  test(`DM12-C-41b statuses that do not fit one message (${encoding})`, () => {
    const it = begin({ irregular: true });
    it.alter(({ from, message }) =>
      from === "server"
        ? {
            message: {
              ...message,
              SyncHdr: { ...message.SyncHdr, Meta: { ...message.SyncHdr.Meta, MaxMsgSize: 1200 } },
            },
          }
        : undefined,
    );
    const adds = Array.from({ length: 40 }, (_, index) => add(`./Documents/Draft${index}`, "x"));
    it.manage([atomic(...adds), sequence(get("./DevInfo/Man"))]);
    const said = it.fromDevice.flatMap(answers);
    expect(said[0]).toBe("Status 1/4 Atomic 517");
    expect(said.slice(1, 41)).toEqual(
      adds.map((_, index) => `Status 1/${5 + index} Add 216 ./Documents/Draft${index}`),
    );
    for (let index = 0; index < 40; index++) expect(nodeOf(it, `./Documents/Draft${index}`)).toBeUndefined();
    for (const { from, body } of it.heard)
      if (from === "device")
        expect(body.length).toBeLessThanOrEqual(it.heard[0]?.body === body ? 16_384 : 1200);
    expect(said.filter((line) => line.endsWith(" ./DevInfo/Man=Example Labs"))).toHaveLength(1);
  });
});
