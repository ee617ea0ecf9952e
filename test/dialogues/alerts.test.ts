import { describe, expect, test } from "vitest";
import { exec, get, replace } from "./support/commands.ts";
import { dialogues, encodings } from "./support/cases.ts";
import { lines } from "./support/lines.ts";

const diagnosis = "urn:oma:at:diagmon:1.0:OperationComplete";

describe.each(encodings)("Alerts of the device (%s)", (encoding) => {
  const begin = dialogues(encoding);

  test(`DM12-C-54 event report (${encoding})`, () => {
    const it = begin();
    it.device({
      name: "raiseAlert",
      alert: {
        type: "Reversed-Domain-Name: com.example.battery.low",
        format: "int",
        data: "12",
        source: "./DevDetail/Ext/Battery",
        mark: "warning",
      },
      hold: true,
    });
    it.device({
      name: "raiseAlert",
      alert: { type: "com.example.note", data: "x", correlator: "job-1" },
    });
    expect(lines(it.fromDevice[0])).toEqual([
      "Alert 1201",
      expect.stringMatching(/^Replace /),
      "Alert 1226 ./DevDetail/Ext/Battery (int, Reversed-Domain-Name: com.example.battery.low, warning)=12",
      "Alert 1226 #job-1 (chr, com.example.note)=x",
      "Final",
    ]);
    expect(lines(it.fromServer[0])).toContain("Status 1/3 Alert 200");
    expect(lines(it.fromServer[0])).toContain("Status 1/4 Alert 200");
    expect(it.role.view().alerts).toEqual([]);

    // the event of an Exec names its Correlator only where the Exec had one
    for (const correlator of ["job-2", undefined]) {
      const run = begin();
      run.manage([
        replace("./DiagMon/Radio/DiagMonConfig/ConfigParams/Samples", "1", { Format: "int" }),
        exec("./DiagMon/Radio/Operations/Start", correlator),
      ]);
      run.wait(120_000);
      const told = run.fromDevice.flatMap(lines).filter((line) => line.startsWith("Alert 1226"));
      expect(told).toHaveLength(1);
      const named = correlator === undefined ? "" : `#${correlator} `;
      expect(told[0]).toBe(`Alert 1226 ${named}./DiagMon/Radio/Operations/Start (int, ${diagnosis})=200`);
    }
  });

  test(`DM12-C-55 client event (${encoding})`, () => {
    const it = begin();
    it.device({
      name: "startSession",
      alerts: [{ code: 1224, type: "com.example.event", format: "chr", data: "opened" }],
    });
    it.manage([get("./DevInfo/Man")]);
    expect(lines(it.fromDevice[0])).toEqual([
      "Alert 1201",
      expect.stringMatching(/^Replace /),
      "Alert 1224 (chr, com.example.event)=opened",
      "Final",
    ]);
    expect(lines(it.fromServer[0])).toContain("Status 1/3 Alert 200");
    expect(lines(it.fromDevice[1])).not.toContain("Alert 1224 (chr, com.example.event)=opened");
  });
});
