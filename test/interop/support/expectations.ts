import { expect } from "vitest";
import type { Connection, ToolkitReport } from "./toolkits.ts";

/** What every toolkit must have got out of a DM server of the contract. */
export function expectWholeStory(report: ToolkitReport, { soapVersion }: Connection): void {
  expect(report.registration).toMatchObject({ ack: { state: "accepted" } });
  expect(report.registration.registrationId).not.toBe("");
  expect(report.discovery.totalMatches).toBeGreaterThan(0);
  expect(report.discovery.device.length).toBeGreaterThan(0);
  expect(report.ack.state).toBe("accepted");
  expect(report.result.operation.state).toBe("succeeded");
  const [device] = report.result.deviceResult;
  expect(device?.state).toBe("succeeded");
  const [model, written, read] = device?.commandResult ?? [];
  expect(model).toMatchObject({ index: "1", status: 200, item: [{ source: "./DevInfo/Mod" }] });
  expect(written).toMatchObject({ index: "2", status: 200 });
  expect(read).toMatchObject({
    index: "3",
    status: 200,
    item: [{ source: "./Settings/Homepage", data: "héllo <world> & all" }],
  });
  const client = soapVersion === "1.1" ? "Client" : "Sender";
  expect(report.unknownDevice?.code).toMatch(new RegExp(`:${client}$`));
  expect(JSON.stringify(report.unknownDevice?.detail)).toContain("ServiceException");
  expect(JSON.stringify(report.unknownDevice?.detail)).toContain("SVC0004");
  const wrong = report.wrongPassword;
  expect([wrong?.code, ...(wrong?.subcodes ?? [])].join(" ")).toMatch(
    soapVersion === "1.1" ? /:FailedAuthentication$/ : /:Sender/,
  );
  expect(wrong?.message).toBe("The security token could not be authenticated or authorized");
}
