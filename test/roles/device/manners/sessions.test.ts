import { describe, expect, test } from "vitest";
import { readDmMessage, type DmEncoding, type SyncML } from "../../../../simulator/protocols/syncml/index.ts";
import {
  goodManners,
  mannerNames,
  mannerTexts,
  type ChosenManners,
} from "../../../../simulator/roles/device/manners/index.ts";
import { builtInProfiles, type DeviceProfile } from "../../../../simulator/roles/device/index.ts";
import { dialogue, getOf } from "../dialogue.ts";

/** The texts of Results in a message, by address. */
function resultsOf(message: SyncML | undefined): Readonly<Record<string, unknown>> {
  const results =
    message?.SyncBody.commands.flatMap((each) => (each.kind === "Results" ? each.Item : [])) ?? [];
  return Object.fromEntries(results.map((item) => [item.Source?.LocURI ?? "", item.Data]));
}

/** A session in which the server reads a value: Package 1, and what the device answers. */
function session(profile: DeviceProfile, encoding: DmEncoding, manners: ChosenManners | undefined) {
  const chosen = manners === undefined ? {} : { manners: Object.fromEntries(Object.entries(manners)) };
  const each = dialogue({
    account: { auth: "none", serverAuth: "none" },
    options: { profile, encoding, ...chosen },
  });
  const first = each.command({ name: "startSession", sessionId: "A7" });
  const sent = each.request().http;
  const ids = first?.SyncBody.commands.map((command) => ({ id: command.CmdID, kind: command.kind })) ?? [];
  const statuses = [{ id: "0", kind: "SyncHdr" }, ...ids].map(({ id, kind }) => ({
    kind: "Status" as const,
    CmdID: "",
    MsgRef: "1",
    CmdRef: id,
    Cmd: kind,
    Data: 200,
  }));
  const second = each.answer({}, [...statuses, getOf("./DevInfo/Man")]);
  const answered = each.request().http;
  each.answer({}, []);
  return { first, sent, second, answered, state: each.device.view().state };
}

const [phone] = builtInProfiles();
const variants = mannerNames.flatMap((name) =>
  mannerTexts[name].values.map(({ value }) => {
    const typed = typeof goodManners[name] === "number" ? Number(value) : value;
    return [`${name} ${value}`, { [name]: typed }] as const;
  }),
);

describe.each(["xml", "wbxml"] as const)("sessions in %s", (encoding) => {
  test.each(builtInProfiles().map((profile) => [profile.id, profile] as const))("of a %s", (_, profile) => {
    const { sent, first, second, state } = session(profile, encoding, undefined);
    expect(sent.headers["user-agent"]).toBe(profile.userAgent);
    expect(
      readDmMessage(encoding, sent.body).findings.filter(({ severity }) => severity === "error"),
    ).toEqual([]);
    expect(first?.SyncHdr.Meta).toMatchObject({
      MaxMsgSize: profile.maxMsgSize,
      MaxObjSize: profile.maxObjSize,
    });
    expect(resultsOf(second)).toEqual({ "./DevInfo/Man": profile.devInfo["Man"] });
    expect(state).toBe("idle");
  });

  test.each(variants)("with %s: a tolerant server reads the same value", (_, manners) => {
    if (!phone) throw new Error("there is no phone");
    const good = session(phone, encoding, undefined);
    const { second, answered, state } = session(phone, encoding, manners);
    expect(resultsOf(second)).toEqual(resultsOf(good.second));
    expect(readDmMessage(encoding, answered.body).value?.SyncHdr.MsgID).toBe("2");
    expect(state).toBe("idle");
  });
});

describe("what a Windows-like client sends first", () => {
  const windows = builtInProfiles().find(({ id }) => id === "windows");

  test("1201, an event of its own, and DevInfo, numbered from 2", () => {
    if (!windows) throw new Error("there is no such profile");
    const { first } = session(windows, "xml", undefined);
    const commands = first?.SyncBody.commands ?? [];
    expect(commands.map(({ CmdID }) => CmdID)).toEqual(["2", "3", "4"]);
    const codes = commands.flatMap((command) => (command.kind === "Alert" ? [command.Data] : []));
    expect(codes).toEqual([1201, 1224]);
    expect(commands.some((command) => command.kind === "Replace" && command.Item.length === 5)).toBe(true);
  });
});
