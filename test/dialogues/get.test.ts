import { describe, expect, test } from "vitest";
import { get } from "./support/commands.ts";
import { dialogues, encodings, type Begin } from "./support/cases.ts";
import { DEVICE } from "./support/dialogue.ts";
import { answers, lines } from "./support/lines.ts";
import { documentLines, resultItems, valueOf } from "./support/trees.ts";

/** Answers of the device to one Get, which has the CmdID 4. */
function read(begin: Begin, ...uris: readonly string[]): readonly string[] {
  const it = begin();
  it.manage([get(...uris)]);
  return answers(it.fromDevice[1]);
}

const uri = "./Settings/Volume";

describe.each(encodings)("Get (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-13 leaf (${encoding})`, () => {
    const it = begin();
    it.manage([get("./DevDetail/FwV"), get("./Settings/Volume"), get("./Settings/Wallpaper")]);
    expect(answers(it.fromDevice[1])).toEqual([
      "Status 1/4 Get 200 ./DevDetail/FwV",
      "Results 1/4 ./DevDetail/FwV=1.0.3",
      "Status 1/5 Get 200 ./Settings/Volume",
      "Results 1/5 ./Settings/Volume (int)=5",
      "Status 1/6 Get 200 ./Settings/Wallpaper",
      "Results 1/6 ./Settings/Wallpaper (bin, image/gif)=R0lGODlhAQABAAAAACw=",
    ]);
    expect(resultItems(it.fromDevice[1])[2]?.Meta?.Format).toBe(it.encoding === "xml" ? "b64" : "bin");
    expect(it.outcomes()["0"]?.items).toMatchObject([{ source: "./DevDetail/FwV", data: "1.0.3" }]);
  });

  test(`DM12-C-14 interior node (${encoding})`, () => {
    const [status, results, ...more] = read(begin, "./DevInfo");
    expect(status).toBe("Status 1/4 Get 200 ./DevInfo");
    expect(results).toMatch(/^Results 1\/4 \.\/DevInfo \(node[^)]*\)=/);
    expect(results?.split("=")[1]?.split("/").toSorted()).toEqual([
      "DevId",
      "DmV",
      "Ext",
      "Lang",
      "Man",
      "Mod",
    ]);
    expect(more).toEqual([]);
  });

  test(`DM12-C-15 several items (${encoding})`, () => {
    expect(read(begin, "./DevInfo/Man", "./DevInfo/Mod", "./DevInfo/DevId")).toEqual([
      "Status 1/4 Get 200",
      `Results 1/4 ./DevInfo/Man=Example Labs ./DevInfo/Mod=Bench-1 ./DevInfo/DevId=${DEVICE}`,
    ]);
    // where the codes differ, each item has a Status that names it
    expect(read(begin, "./DevInfo/Man", "./None")).toEqual([
      "Status 1/4 Get 200 ./DevInfo/Man",
      "Status 1/4 Get 404 ./None",
      "Results 1/4 ./DevInfo/Man=Example Labs",
    ]);
  });

  test(`DM12-C-16 missing node (${encoding})`, () => {
    expect(read(begin, "./None")).toEqual(["Status 1/4 Get 404 ./None"]);
  });

  test(`DM12-C-17 properties (${encoding})`, () => {
    const it = begin();
    const names = ["ACL", "Format", "Name", "Type", "Size", "Title", "TStamp", "VerNo"];
    it.manage(names.map((name) => get(`${uri}?prop=${name}`)));
    expect(answers(it.fromDevice[1])).toEqual([
      `Status 1/4 Get 200 ${uri}?prop=ACL`,
      `Results 1/4 ${uri}?prop=ACL=`,
      `Status 1/5 Get 200 ${uri}?prop=Format`,
      `Results 1/5 ${uri}?prop=Format=int`,
      `Status 1/6 Get 200 ${uri}?prop=Name`,
      `Results 1/6 ${uri}?prop=Name=Volume`,
      `Status 1/7 Get 200 ${uri}?prop=Type`,
      `Results 1/7 ${uri}?prop=Type=text/plain`,
      `Status 1/8 Get 200 ${uri}?prop=Size`,
      `Results 1/8 ${uri}?prop=Size=1`,
      `Status 1/9 Get 200 ${uri}?prop=Title`,
      `Results 1/9 ${uri}?prop=Title=`,
      `Status 1/10 Get 200 ${uri}?prop=TStamp`,
      expect.stringMatching(/^Results 1\/10 \.\/Settings\/Volume\?prop=TStamp=\d{8}T\d{6}Z$/),
      `Status 1/11 Get 200 ${uri}?prop=VerNo`,
      `Results 1/11 ${uri}?prop=VerNo=0`,
    ]);
    expect(read(begin, ".?prop=ACL")[1]).toMatch(/=Add=dm\.example\.com&.*Get=\*/);
    expect(read(begin, `${uri}?prop=Colour`)).toEqual([`Status 1/4 Get 406 ${uri}?prop=Colour`]);
  });

  test(`DM12-C-18 root (${encoding})`, () => {
    const [status, results] = read(begin, ".");
    expect(status).toBe("Status 1/4 Get 200 .");
    expect(results).toMatch(/^Results 1\/4 \. \(node[^)]*\)=/);
    expect(results?.split("=")[1]?.split("/")).toEqual(
      expect.arrayContaining(["DevInfo", "DevDetail", "DMAcc", "Settings", "FwUpdate"]),
    );
    expect(read(begin, "./Settings/Wifi")).toEqual([
      "Status 1/4 Get 200 ./Settings/Wifi",
      "Results 1/4 ./Settings/Wifi (node, text/plain)=",
    ]);
  });

  test(`DM12-C-19 structure (${encoding})`, () => {
    const ping = "./Settings/Ping";
    expect(read(begin, `${ping}?list=Struct`)).toEqual([
      `Status 1/4 Get 200 ${ping}?list=Struct`,
      `Results 1/4 ${ping} (node) ${ping}/Enabled (bool) ${ping}/Interval (int)`,
    ]);
    expect(read(begin, `${ping}?list=StructData`)).toEqual([
      `Status 1/4 Get 200 ${ping}?list=StructData`,
      `Results 1/4 ${ping} (node) ${ping}/Enabled (bool)=true ${ping}/Interval (int)=300`,
    ]);
    expect(read(begin, `${ping}?list=Other`)).toEqual([`Status 1/4 Get 406 ${ping}?list=Other`]);
  });

  test(`DM12-C-20 TNDS (${encoding})`, () => {
    const it = begin();
    const ping = "./Settings/Ping";
    it.manage([get(`${ping}?list=TNDS+ACL+Format+Type+Value`), get(`${ping}?list=TNDS+Name`)]);
    const [status, , second, ...more] = answers(it.fromDevice[1]);
    expect(status).toBe(`Status 1/4 Get 200 ${ping}?list=TNDS+ACL+Format+Type+Value`);
    expect(second).toBe(`Status 1/5 Get 406 ${ping}?list=TNDS+Name`);
    expect(more).toEqual([]);
    const [item] = resultItems(it.fromDevice[1]);
    expect(item?.Source?.LocURI).toBe(ping);
    expect(item?.Meta).toMatchObject({
      Type: `application/vnd.syncml.dmtnds+${encoding}`,
      Format: encoding === "xml" ? "xml" : "bin",
    });
    expect(item && documentLines(item)).toEqual([
      `${ping} | ACL  | Format node`,
      `${ping}/Enabled | ACL  | Format bool | Value true`,
      `${ping}/Interval | ACL  | Format int | Value 300`,
    ]);
    expect(lines(it.fromDevice[1]).at(-1)).toBe("Final");
    expect(valueOf(it, `${ping}/Interval`)).toBe("300");
  });
});
