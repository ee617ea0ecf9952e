import { describe, expect, test } from "vitest";
import {
  characteristic,
  parm,
  w7Accounts,
  w7Characteristic,
  type ProvisioningPart,
} from "../../../simulator/protocols/provisioning/index.ts";
import { account, document } from "./worked-example.ts";

const application = (...content: readonly ProvisioningPart[]): ReturnType<typeof w7Accounts> =>
  w7Accounts({ content: [characteristic("APPLICATION", content)] });

describe("DMBOOT 5.3 the DM account of a provisioning document", () => {
  test("is read, and written as it was", () => {
    expect(w7Accounts(document)).toEqual({ accounts: [account], findings: [] });
  });

  test("links, ports, INIT and what is not known survive", () => {
    const full = {
      ...account,
      addresses: [{ address: "dm.example.com", type: "IPV4", ports: ["8080", "8443"] }],
      toProxy: ["P1"],
      toNapId: ["N1", "N2"],
      init: true,
      further: [parm("X-COLOUR", "grey"), characteristic("RESOURCE", [parm("URI", "a")])],
    };
    expect(w7Accounts({ content: [w7Characteristic(full)] }).accounts).toEqual([full]);
  });

  test("ADDR may stand in the application itself, and APPID in any case", () => {
    const { accounts, findings } = application(
      parm("APPID", "W7"),
      parm("PROVIDER-ID", "s"),
      parm("ADDR", "http://s/"),
    );
    expect(accounts[0]?.addresses).toEqual([{ address: "http://s/", type: undefined, ports: [] }]);
    expect(findings).toEqual([]);
  });

  test("other applications are no accounts; missing parts are errors", () => {
    expect(application(parm("APPID", "w4")).accounts).toEqual([]);
    expect(application(parm("APPID", "w7")).findings.map(({ code }) => code)).toEqual([
      "provisioning/server-id",
      "provisioning/address",
    ]);
  });
});
