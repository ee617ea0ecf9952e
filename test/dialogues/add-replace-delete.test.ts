import { describe, expect, test } from "vitest";
import { add, addNode, get, remove, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { SERVER_ID } from "./support/dialogue.ts";
import { answers } from "./support/lines.ts";
import { nodeOf, valueOf } from "./support/trees.ts";

const home = "./Settings/Wifi/Home";

describe.each(encodings)("Add (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-21 interior node (${encoding})`, () => {
    const it = begin();
    it.manage([addNode(home), get("./Settings/Wifi")]);
    expect(answers(it.fromDevice[1])).toEqual([
      `Status 1/4 Add 200 ${home}`,
      "Status 1/5 Get 200 ./Settings/Wifi",
      "Results 1/5 ./Settings/Wifi (node, text/plain)=Home",
    ]);
    expect(nodeOf(it, home)).toMatchObject({ kind: "interior" });
  });

  test(`DM12-C-22 leaf with data (${encoding})`, () => {
    const it = begin();
    it.manage([addNode(home), add(`${home}/SSID`, "attic & cellar", { Format: "chr" }), get(`${home}/SSID`)]);
    expect(answers(it.fromDevice[1])).toEqual([
      `Status 1/4 Add 200 ${home}`,
      `Status 1/5 Add 200 ${home}/SSID`,
      `Status 1/6 Get 200 ${home}/SSID`,
      `Results 1/6 ${home}/SSID=attic & cellar`,
    ]);
  });

  test(`DM12-C-23 existing node (${encoding})`, () => {
    const it = begin();
    it.manage([add("./Documents/Notes", "Eggs"), get("./Documents/Notes")]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Add 418 ./Documents/Notes",
      "Status 1/5 Get 200 ./Documents/Notes",
      "Results 1/5 ./Documents/Notes=Milk, bread, batteries",
    ]);
    expect(it.outcomes()["0"]).toMatchObject({ status: 418 });
  });

  test(`DM12-C-24 no permission (${encoding})`, () => {
    const it = begin();
    it.manage([
      replace("./Settings/Wifi?prop=ACL", `Get=*&Replace=${SERVER_ID}`),
      addNode(home),
      add("./DevInfo/New", "x"),
    ]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Replace 200 ./Settings/Wifi?prop=ACL",
      `Status 1/5 Add 425 ${home}`,
      "Status 1/6 Add 405 ./DevInfo/New",
    ]);
    expect(nodeOf(it, home)).toBeUndefined();
  });

  test(`DM12-C-25 missing parent (${encoding})`, () => {
    const it = begin();
    // our devices make no implicit adds
    const leaf = `${home}/Security/Key`;
    it.manage([add(leaf, "secret"), add("./None/Of/This", "x"), get(home)]);
    expect(answers(it.fromDevice[1])).toEqual([
      `Status 1/4 Add 404 ${leaf}`,
      "Status 1/5 Add 404 ./None/Of/This",
      `Status 1/6 Get 404 ${home}`,
    ]);
    expect(nodeOf(it, home)).toBeUndefined();
  });

  test(`DM12-C-26 too deep or too long name (${encoding})`, () => {
    const it = begin();
    const long = `./Documents/${"n".repeat(65)}`;
    const deep = `./Documents/${Array.from({ length: 16 }, (_, depth) => `d${depth}`).join("/")}`;
    const total = `./Documents/${Array.from({ length: 9 }, () => "n".repeat(60)).join("/")}`;
    it.manage([
      add(long, "x"),
      add(deep, "x"),
      add(total, "x"),
      add(`./Documents/${"n".repeat(64)}`, "x"),
      get("./DevDetail/URI/MaxSegLen"),
    ]);
    expect(answers(it.fromDevice[1])).toEqual([
      `Status 1/4 Add 414 ${long}`,
      `Status 1/5 Add 414 ${deep}`,
      `Status 1/6 Add 414 ${total}`,
      `Status 1/7 Add 200 ./Documents/${"n".repeat(64)}`,
      "Status 1/8 Get 200 ./DevDetail/URI/MaxSegLen",
      "Results 1/8 ./DevDetail/URI/MaxSegLen=64",
    ]);
  });
});

describe.each(encodings)("Replace (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-27 leaf (${encoding})`, () => {
    const it = begin();
    const ring = "./Settings/Ring";
    const properties = ["VerNo", "TStamp"].map((name) => get(`${ring}?prop=${name}`));
    it.wait(5_000);
    it.manage([...properties, replace(ring, "Chime"), get(ring), ...properties]);
    const said = answers(it.fromDevice[1]);
    expect(said[4]).toBe(`Status 1/6 Replace 200 ${ring}`);
    expect(said[6]).toBe(`Results 1/7 ${ring}=Chime`);
    const value = (index: number): string => said[index]?.split("=").at(-1) ?? "";
    expect(Number(value(8))).toBe(Number(value(1)) + 1);
    expect(value(10)).toBe("20260101T000005Z");
    expect(value(3)).not.toBe(value(10));
  });

  test(`DM12-C-28 missing leaf (${encoding})`, () => {
    const it = begin();
    it.manage([replace("./Settings/None", "x"), get("./Settings/None")]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Replace 404 ./Settings/None",
      "Status 1/5 Get 404 ./Settings/None",
    ]);
  });

  test(`DM12-C-29 wrong format (${encoding})`, () => {
    const it = begin();
    it.manage([
      replace("./Settings/Volume", "loud", { Format: "chr" }),
      replace("./Settings/Volume", "loud", { Format: "int" }),
      get("./Settings/Volume"),
    ]);
    const [first, second, ...rest] = answers(it.fromDevice[1]);
    expect(first).toBe("Status 1/4 Replace 415 ./Settings/Volume");
    expect(second).toMatch(/^Status 1\/5 Replace (415|500) \.\/Settings\/Volume$/);
    expect(rest).toEqual(["Status 1/6 Get 200 ./Settings/Volume", "Results 1/6 ./Settings/Volume (int)=5"]);
  });

  test(`DM12-C-30 ACL (${encoding})`, () => {
    const it = begin({ second: true });
    const acl = `Get=${SERVER_ID}&Replace=${SERVER_ID}`;
    it.manage([replace("./Settings/Ring?prop=ACL", acl), get("./Settings/Ring?prop=ACL")]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Replace 200 ./Settings/Ring?prop=ACL",
      "Status 1/5 Get 200 ./Settings/Ring?prop=ACL",
      `Results 1/5 ./Settings/Ring?prop=ACL=${acl}`,
    ]);
    it.manage([get("./Settings/Ring"), replace("./Settings/Ring", "Chime")], { by: "second" });
    expect(answers(it.fromDevice[3])).toEqual([
      "Status 1/4 Get 425 ./Settings/Ring",
      "Status 1/5 Replace 425 ./Settings/Ring",
    ]);
    expect(valueOf(it, "./Settings/Ring")).toBe("Classic");
  });

  test(`DM12-C-31 rename (${encoding})`, () => {
    const it = begin();
    it.manage([
      replace("./Documents/Notes?prop=Name", "Shopping"),
      get("./Documents/Notes"),
      get("./Documents/Shopping"),
      replace("./Settings/Ring?prop=Name", "Bell"),
      replace("./Documents/Shopping?prop=Name", "Photo"),
    ]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Replace 200 ./Documents/Notes?prop=Name",
      "Status 1/5 Get 404 ./Documents/Notes",
      "Status 1/6 Get 200 ./Documents/Shopping",
      "Results 1/6 ./Documents/Shopping=Milk, bread, batteries",
      "Status 1/7 Replace 405 ./Settings/Ring?prop=Name",
      "Status 1/8 Replace 418 ./Documents/Shopping?prop=Name",
    ]);
  });
});

describe.each(encodings)("Delete (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-32 leaf and interior (${encoding})`, () => {
    const it = begin();
    it.manage([
      remove("./Documents/Notes"),
      remove("./Connectivity/Internet"),
      get("./Documents/Notes"),
      get("./Connectivity/Internet/Addr"),
      get("./Connectivity"),
    ]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Delete 200 ./Documents/Notes",
      "Status 1/5 Delete 200 ./Connectivity/Internet",
      "Status 1/6 Get 404 ./Documents/Notes",
      "Status 1/7 Get 404 ./Connectivity/Internet/Addr",
      "Status 1/8 Get 200 ./Connectivity",
      "Results 1/8 ./Connectivity (node, text/plain)=Messages/Proxy",
    ]);
    expect(nodeOf(it, "./Connectivity/Internet")).toBeUndefined();
  });

  test(`DM12-C-33 permanent node (${encoding})`, () => {
    const it = begin();
    it.manage([remove("./DevInfo"), remove("."), get("./DevInfo/Man")]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Delete 405 ./DevInfo",
      "Status 1/5 Delete 405 .",
      "Status 1/6 Get 200 ./DevInfo/Man",
      "Results 1/6 ./DevInfo/Man=Example Labs",
    ]);
  });

  test(`DM12-C-34 missing node (${encoding})`, () => {
    const it = begin();
    it.manage([remove("./Documents/None")]);
    expect(answers(it.fromDevice[1])).toEqual(["Status 1/4 Delete 404 ./Documents/None"]);
  });
});
