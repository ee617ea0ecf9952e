import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultPolicy, type ExternalSystemPolicy } from "../../../../simulator/roles/dm-server/options.ts";
import { normaliseLocUri } from "../../../../simulator/roles/dm-server/wsi/loc-uri.ts";
import { createPolicy } from "../../../../simulator/roles/dm-server/wsi/policy.ts";
import {
  createUsageCounter,
  type TreeAccess,
} from "../../../../simulator/roles/dm-server/wsi/policy-port.ts";
import { createRequestQuota } from "../../../../simulator/roles/dm-server/wsi/request-quota.ts";
import { device } from "./desk.ts";

const caller = { externalSystem: "care" };
const policyWith = (more: Partial<ExternalSystemPolicy>) => {
  const policy = { ...defaultPolicy, ...more };
  return createPolicy((id) => (id === "care" ? policy : undefined));
};
const granted = (
  more: Partial<ExternalSystemPolicy>,
  kind: TreeAccess["kind"],
  locUri: string,
  wholeSubtree = kind === "delete" || kind === "copy",
) => policyWith(more).accesses(caller, [{ kind, locUri, wholeSubtree }]) === undefined;

describe("LocURI", () => {
  test.each([
    ["./DevInfo/Mod", "./DevInfo/Mod", ""],
    ["DevInfo/Mod", "./DevInfo/Mod", ""],
    ["/DevInfo/Mod", "./DevInfo/Mod", ""],
    ["./DevInfo/Mod/", "./DevInfo/Mod", ""],
    ["./DM%41cc", "./DMAcc", ""],
    [".", ".", ""],
    ["./", ".", ""],
    ["./A?list=StructData", "./A", "list=StructData"],
    ["./A?prop=%41CL", "./A", "prop=ACL"],
  ])("%s is %s with query %j", (locUri, text, query) => {
    expect(normaliseLocUri(locUri)).toMatchObject({ text, query });
  });

  test.each([
    "",
    "?prop=ACL",
    "./A/../B",
    "./%2e%2e/B",
    "./A//B",
    "./A/./B",
    "./A%2FB",
    "./A%",
    "./A%ff",
    "./A\u0001",
  ])("%j could mean another node and is refused", (locUri) => {
    expect(normaliseLocUri(locUri)).toBeUndefined();
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void normaliseLocUri(text)));
  });
});

describe("subtrees", () => {
  test("all but accounts and access control lists", () => {
    expect(granted({}, "get", "./DevInfo/Mod")).toBe(true);
    expect(granted({}, "get", ".")).toBe(true);
    expect(granted({}, "get", "./DMAcc")).toBe(false);
    expect(granted({}, "replace", "DM%41cc/1/AppAddr")).toBe(false);
    expect(granted({}, "get", "./SyncML/DMAcc/x")).toBe(false);
    expect(granted({}, "get", "./A?prop=ACL")).toBe(false);
    expect(granted({}, "get", "./A?prop=Name")).toBe(true);
    expect(granted({}, "get", "./A/../DMAcc")).toBe(false);
  });

  test("what holds the accounts cannot be had whole without them", () => {
    expect(granted({}, "delete", ".")).toBe(false);
    expect(granted({}, "get", ".?list=StructData")).toBe(false);
    expect(granted({}, "copy", "./SyncML")).toBe(false);
    expect(granted({ subtrees: ["./", "DMAcc"] }, "get", ".?list=StructData")).toBe(true);
  });

  test("accounts and acl by name", () => {
    expect(granted({ subtrees: ["DMAcc"] }, "get", "./DMAcc/x")).toBe(true);
    expect(granted({ subtrees: ["DMAcc"] }, "get", "./DevInfo")).toBe(false);
    expect(granted({ subtrees: ["./DMAcc/x"] }, "get", "./DMAcc/x/Name")).toBe(true);
    expect(granted({ subtrees: ["./DMAcc/x"] }, "get", "./DMAcc/y")).toBe(false);
    expect(granted({ subtrees: ["./", "acl"] }, "get", "./A?prop=ACL")).toBe(true);
  });

  test("a subtree includes what lies below it, and not what begins like it", () => {
    const subtrees = ["./DevInfo", "Vendor/App/"];
    expect(granted({ subtrees }, "get", "./DevInfo/Mod")).toBe(true);
    expect(granted({ subtrees }, "get", "./DevInfo")).toBe(true);
    expect(granted({ subtrees }, "get", "./DevInfoX")).toBe(false);
    expect(granted({ subtrees }, "get", "./Vendor/App/1")).toBe(true);
    expect(granted({ subtrees }, "get", "./Vendor")).toBe(false);
    expect(granted({ subtrees }, "get", ".")).toBe(false);
  });

  test("for each kind of command", () => {
    const subtrees = { get: ["./"], replace: ["./Settings"] };
    expect(granted({ subtrees }, "get", "./DevInfo")).toBe(true);
    expect(granted({ subtrees }, "replace", "./Settings/Ring")).toBe(true);
    expect(granted({ subtrees }, "replace", "./DevInfo/Mod")).toBe(false);
    expect(granted({ subtrees }, "delete", "./Settings/Ring")).toBe(false);
  });

  test("all or nothing: the first access that is not granted is named", () => {
    const refusal = policyWith({ subtrees: ["./A"] }).accesses(caller, [
      { kind: "get", locUri: "./A/1", wholeSubtree: false },
      { kind: "get", locUri: "./B", wholeSubtree: false },
    ]);
    expect(refusal?.fault).toMatchObject({ messageId: "POL0202", variable: ["get", "./B"] });
  });

  test("an unknown External System gets nothing", () => {
    const policy = policyWith({});
    const stranger = { externalSystem: "stranger" };
    expect(policy.accesses(stranger, [{ kind: "get", locUri: "./A", wholeSubtree: false }])).toBeDefined();
    expect(policy.operation(stranger, "DiscoverDevices")).toBeDefined();
    expect(policy.device(stranger, device("IMEI:1"))).toBeDefined();
    expect(policy.grantOperations("stranger", [])).toEqual([]);
    expect(policy.grantAlertTypes("stranger", [])).toEqual([]);
  });
});

describe("devices, operations, alert types", () => {
  test.each([
    [["*"], true],
    [["IMEI:1"], true],
    [["IMEI:2"], false],
    [["group:lab"], true],
    [["group:field"], false],
    [["IMEI:*"], true],
    [["MEID:*"], false],
    [[], false],
  ])("devices %j: %s", (devices, expected) => {
    expect(policyWith({ devices }).seesDevice(caller, device("IMEI:1"))).toBe(expected);
  });

  test("registering, deregistering and querying need no grant", () => {
    const policy = policyWith({ operations: [] });
    expect(policy.operation(caller, "QueryOperation")).toBeUndefined();
    expect(policy.operation(caller, "RegisterExternalSystem")).toBeUndefined();
    expect(policy.operation(caller, "ManageParameters")?.fault).toMatchObject({ messageId: "POL0200" });
  });

  test.each([
    [["urn:oma:*"], [], ["urn:oma:*"]],
    [["urn:oma:*"], ["urn:oma:at:x"], ["urn:oma:at:x"]],
    [["urn:oma:at:x"], ["urn:oma:*"], ["urn:oma:at:x"]],
    [["urn:oma:*"], ["*"], ["urn:oma:*"]],
    [["urn:oma:*"], ["urn:vendor:*"], []],
    [["a", "b"], ["*"], ["a", "b"]],
  ])("alert types %j asked for %j give %j", (alertTypes, requested, expected) => {
    expect(policyWith({ alertTypes }).grantAlertTypes("care", requested)).toEqual(expected);
  });
});

describe("quota and charging", () => {
  test("requests per minute refill steadily", () => {
    const quota = createRequestQuota();
    expect(quota.take("a", 2, 0)).toBe(true);
    expect(quota.take("a", 2, 0)).toBe(true);
    expect(quota.take("a", 2, 0)).toBe(false);
    expect(quota.take("b", 2, 0)).toBe(true);
    expect(quota.take("a", 2, 30_000)).toBe(true);
    expect(quota.take("a", 2, 30_000)).toBe(false);
  });

  test("usage is counted by External System and operation", () => {
    const counter = createUsageCounter();
    counter.record({
      externalSystem: "a",
      operation: "DiscoverDevices",
      operationId: "1",
      date: 0,
      devices: 3,
    });
    expect(counter.count("a", "DiscoverDevices")).toBe(1);
    expect(counter.count("b", "DiscoverDevices")).toBe(0);
  });
});
