import { describe, expect, test } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { seededRandom } from "../../../simulator/core/random.ts";
import { bootstrapPush } from "../../../simulator/roles/dm-server/bootstrap/index.ts";
import { recordOfAccount } from "../../../simulator/roles/dm-server/inventory/device-account.ts";
import {
  crypto,
  deviceId,
  dialogue,
  getOf,
  headerStatus,
  lines,
  replaceOf,
  serverCred,
  storeOf,
} from "./dialogue.ts";

const device = recordOfAccount(
  {
    deviceId,
    client: { auth: "md5", username: "dev17", password: "lamp-Shade-9" },
    server: { auth: "md5", username: "dm.example.com", password: "tide-Pool-4" },
  },
  crypto,
);

function message(profile: "cp" | "dm", userPin = "1234") {
  const made = bootstrapPush({
    device,
    serverId: "dm.example.com",
    serverUrl: "https://dm.example.com/oma",
    profile,
    security: "userpin",
    userPin,
    networkId: "262019012345678",
    clientPassword: "lamp-Shade-9",
    crypto,
    random: seededRandom("bootstrap"),
  });
  if ("refused" in made) throw new Error(made.refused);
  return made;
}

const factory = {
  options: { account: undefined, bootstrap: { userPin: "1234", networkId: "262019012345678" } },
};

describe("DMBOOT 5 a device of the factory and a bootstrap push", () => {
  test.each(["cp", "dm"] as const)("%s: the account is there, durable, and a session begins", (profile) => {
    const each = dialogue(factory);
    const { body, contentType } = message(profile);
    const pushed = each.push(body, contentType);
    expect(each.report("bootstrap.applied")).toEqual({ serverIds: ["dm.example.com"] });
    expect(each.written.has(`device:${deviceId} tree`)).toBe(true);
    const first = pushed ?? each.command({ name: "startSession" });
    expect(lines(first)[0]).toBe("Alert 1201");
    expect(first?.SyncHdr.Target.LocURI).toBe("https://dm.example.com/oma");
    expect(each.device.view().accounts).toMatchObject([{ serverId: "dm.example.com", auth: "md5" }]);
    const again = dialogue({ ...factory, stored: storeOf(each) });
    expect(lines(again.command({ name: "startSession" }))[0]).toBe("Alert 1201");
  });

  test("the server that it knows now has the rights of the account", () => {
    const each = dialogue(factory);
    const { body, contentType } = message("cp");
    let last = each.push(body, contentType) ?? each.command({ name: "startSession" });
    last = each.answer({}, [headerStatus(last, 407, "n1")]);
    const answer = each.answer({ Cred: serverCred("wrong") }, [headerStatus(last, 212, "n2"), getOf(".")]);
    const [head] = answer?.SyncBody.commands ?? [];
    const nonce = head?.kind === "Status" ? head.Chal?.Meta.NextNonce : undefined;
    const done = each.answer({ Cred: serverCred(nonce ?? "") }, [
      headerStatus(answer, 200),
      getOf("./DevInfo/Man"),
      replaceOf("./Settings/Ring", "Chime"),
    ]);
    expect(lines(done)).toContain("Status 3/2 Get 200 ./DevInfo/Man");
    expect(lines(done)).toContain("Status 3/3 Replace 200 ./Settings/Ring");
  });

  test("a message with two accounts: both servers have the rights", () => {
    const each = dialogue(factory);
    const w7 = (id: string) =>
      `<characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="${id}"/><parm name="ADDR" value="https://${id}/dm"/></characteristic>`;
    const text = `<wap-provisioningdoc version="1.1">${w7("a.example")}${w7("b.example")}</wap-provisioningdoc>`;
    const body = new TextEncoder().encode(text);
    const key = utf8("1234");
    const mac = Buffer.from(crypto.hmacSha1(key, body)).toString("hex").toUpperCase();
    each.push(body, `text/vnd.wap.connectivity-xml; SEC=1; MAC=${mac}`);
    expect(each.report("bootstrap.applied")).toEqual({ serverIds: ["a.example", "b.example"] });
    expect(each.device.view().root.acl?.text).toContain("Replace=a.example+b.example");
  });

  test("a wrong PIN: nothing is answered or changed, and attempts are counted", () => {
    const each = dialogue(factory);
    const { body, contentType } = message("cp", "9999");
    expect(each.push(body, contentType)).toBeUndefined();
    expect(each.reports()).toEqual(["bootstrap.refused"]);
    expect(each.notes()).toEqual(["bootstrap-refused"]);
    expect(each.written.get(`device:${deviceId} bootstrap`)).toBe(1);
    expect(each.device.view().accounts).toEqual([]);
    for (let turn = 0; turn < 3; turn++) each.push(body, contentType);
    const right = message("cp");
    each.push(right.body, right.contentType);
    expect(each.reports()).toEqual(["bootstrap.refused"]);
  });
});
