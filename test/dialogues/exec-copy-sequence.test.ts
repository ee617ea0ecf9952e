import { describe, expect, test } from "vitest";
import { add, copy, exec, get, remove, replace, sequence } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { SERVER_ID } from "./support/dialogue.ts";
import { answers, lines } from "./support/lines.ts";
import { valueOf } from "./support/trees.ts";

describe.each(encodings)("Exec, Copy and Sequence (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-35 node with Exec right (${encoding})`, () => {
    const it = begin();
    it.manage([exec("./Vendor/Reboot")]);
    expect(answers(it.fromDevice[1])).toEqual(["Status 1/4 Exec 200 ./Vendor/Reboot"]);
    expect(it.report("exec.started")).toMatchObject({ uri: "./Vendor/Reboot", status: 200 });

    const long = begin();
    const radio = "./DiagMon/Radio";
    long.manage(
      [
        replace(`${radio}/DiagMonConfig/ConfigParams/Samples`, "2", { Format: "int" }),
        exec(`${radio}/Operations/Start`, "job-7781"),
      ],
      { awaitCorrelated: true },
    );
    expect(answers(long.fromDevice[1])[1]).toBe(`Status 1/5 Exec 202 ${radio}/Operations/Start`);
    expect(long.report("management.finished")).toBeUndefined();
    long.wait(600_000);
    const told = long.fromDevice.flatMap(lines).filter((line) => line.startsWith("Alert 1226 "));
    expect(told).toEqual([
      expect.stringMatching(/^Alert 1226 #job-7781 \.\/DiagMon\/Radio\/Operations\/Start \(int, .*\)=200$/),
    ]);
    expect(long.outcomes()["1"]).toMatchObject({ status: 202, correlated: { correlator: "job-7781" } });
  });

  test(`DM12-C-36 no Exec (${encoding})`, () => {
    const it = begin();
    it.manage([
      exec("./DevInfo/Man"),
      replace("./Vendor?prop=ACL", `Get=*&Replace=${SERVER_ID}`),
      exec("./Vendor/Reboot"),
      exec("./None"),
    ]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Exec 405 ./DevInfo/Man",
      "Status 1/5 Replace 200 ./Vendor?prop=ACL",
      "Status 1/6 Exec 425 ./Vendor/Reboot",
      "Status 1/7 Exec 404 ./None",
    ]);
    expect(it.report("exec.started")).toBeUndefined();
  });

  test(`DM12-C-37 optional command (${encoding})`, () => {
    const it = begin();
    const news = "./Settings/Bookmarks/News";
    it.manage([
      copy("./Documents/Notes", news),
      replace("./Documents/Notes", "Eggs"),
      get(news),
      copy("./Documents/None", news),
      copy("./Documents", news),
    ]);
    const [copied, replaced, got, value, missing, interior] = answers(it.fromDevice[1]);
    expect([copied, replaced, got, value]).toEqual([
      `Status 1/4 Copy 200 ${news} from ./Documents/Notes`,
      "Status 1/5 Replace 200 ./Documents/Notes",
      `Status 1/6 Get 200 ${news}`,
      `Results 1/6 ${news}=Milk, bread, batteries`,
    ]);
    expect(missing).toBe(`Status 1/7 Copy 404 ${news} from ./Documents/None`);
    expect(interior).toBe(`Status 1/8 Copy 403 ${news} from ./Documents`);

    const simple = begin({ device: { manners: { success: 406 } } });
    simple.manage([copy("./Documents/Notes", news)]);
    expect(simple.outcomes()["0"]).toMatchObject({ status: 406 });
  });

  test(`DM12-C-38 order (${encoding})`, () => {
    const it = begin();
    const leaf = "./Documents/Draft";
    it.manage([sequence(add(leaf, "first words"), get(leaf), remove(leaf)), get(leaf)]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Sequence 200",
      `Status 1/5 Add 200 ${leaf}`,
      `Status 1/6 Get 200 ${leaf}`,
      `Results 1/6 ${leaf}=first words`,
      `Status 1/7 Delete 200 ${leaf}`,
      `Status 1/8 Get 404 ${leaf}`,
    ]);
    expect(valueOf(it, leaf)).toBeUndefined();
  });
});
