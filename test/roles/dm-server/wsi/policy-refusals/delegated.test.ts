import { describe, expect, it } from "vitest";
import type { CommandInput, OperationName } from "../../../../../simulator/protocols/wsi/index.ts";
import {
  defaultPolicy,
  type ExternalSystemPolicy,
} from "../../../../../simulator/roles/dm-server/options.ts";
import { createFederation, type Federation, type ServerSetup } from "../delegation/federation.ts";
import { commandRules, type CommandRule } from "./rules.ts";

type Policies = NonNullable<ServerSetup["policies"]>;

/** Who refuses: this DM server, its upstream, or the upstream on behalf of who asked first. */
const refusers = {
  "this DM server": (policy: Partial<ExternalSystemPolicy>) => ({ here: { care: policy } }),
  "the upstream": (policy: Partial<ExternalSystemPolicy>) => ({ there: { enterprise: policy } }),
  "the upstream, for the originator": (policy: Partial<ExternalSystemPolicy>) => ({
    there: { care: policy },
  }),
} satisfies Record<string, (policy: Partial<ExternalSystemPolicy>) => { here?: Policies; there?: Policies }>;
type Refuser = keyof typeof refusers;

/** `enterprise` delegates the devices `op-1` and `op-2` to `operator`; everybody may do anything that is not taken away. */
function federation(refuser: Refuser, policy: Partial<ExternalSystemPolicy>): Federation {
  const rights = { subtrees: ["./", "DMAcc", "acl", "bootstrap"] };
  const { here = {}, there = {} }: { here?: Policies; there?: Policies } = refusers[refuser](policy);
  const world = createFederation({
    enterprise: { upstreams: { operator: ["op-*"] }, policies: { care: rights, ...here } },
    operator: {
      devices: ["op-1", "op-2"],
      policies: { enterprise: rights, care: rights, ...there },
    },
  });
  world.register("enterprise");
  return world;
}

const get = { kind: "get", locUri: "./DevInfo/Man" } as const;
const operations: readonly (readonly [OperationName, (command: CommandInput) => Record<string, unknown>])[] =
  [
    ["ManageParameters", (command) => ({ deviceId: "op-1", command: [command] })],
    ["SubmitBulkOperation", (command) => ({ target: { all: true }, command: [command] })],
  ];

/** What came of a request: its fault, or the first device's reason; and whether a device heard of it. */
function ask(world: Federation, operation: OperationName, request: unknown) {
  const read = world.ask("enterprise", operation, request as never);
  world.advance(1000);
  const heard = ["op-1", "op-2"].some((deviceId) => world.crossings(deviceId, "operator") > 0);
  if (read.kind === "fault")
    return { outcome: [read.fault.messageId, ...read.fault.variables].join(" "), heard };
  if (read.kind !== "response") throw new Error(read.kind);
  const { ack } = read.value as { readonly ack: { readonly operationId: string } };
  const { operation: status, deviceResult } = world.query("enterprise", ack.operationId);
  const { state, reason = status.reason } = deviceResult[0] ?? {};
  return { outcome: state === "failed" && !heard ? (reason ?? "") : "carried out", heard };
}

// the rules themselves are the same in every place: here those that tell the kinds apart
const rules = commandRules.filter(({ granting }, index) => granting && index % 2 === 0);

describe.each(Object.keys(refusers) as Refuser[])("POL0202 of delegated work: refused by %s", (refuser) => {
  describe.each(operations)("%s", (operation, request) => {
    it.each(rules)("$rule", (rule: CommandRule) => {
      const refused = ask(federation(refuser, { subtrees: rule.refusing }), operation, request(rule.command));
      expect(refused.heard).toBe(false);
      if (refuser === "this DM server") expect(refused.outcome).toBe(`POL0202 ${rule.names}`);
      else expect(refused.outcome).toContain(rule.names.split(" ")[1]);
    });
  });
  it("and granted where it is granted", () => {
    for (const [operation, request] of operations)
      expect(ask(federation(refuser, { subtrees: ["./DevInfo"] }), operation, request(get))).toMatchObject({
        outcome: "carried out",
        heard: true,
      });
  });
  it.each(operations)("%s: a device outside the policy is not touched", (operation, request) => {
    const world = federation(refuser, { devices: ["op-2"] });
    const read = world.ask("enterprise", operation, request(get));
    world.advance(1000);
    expect(world.crossings("op-1", "operator")).toBe(0);
    if (operation === "ManageParameters" && refuser === "this DM server")
      expect(read).toMatchObject({ kind: "fault", fault: { messageId: "POL0201", variables: ["op-1"] } });
  });
});

describe("a right that is revoked while delegated work waits", () => {
  const rights = { ...defaultPolicy, subtrees: ["./"] };
  it.each([
    ["here", "enterprise", "care"],
    ["at the upstream", "operator", "enterprise"],
    ["of the originator at the upstream", "operator", "care"],
  ] as const)("%s: the device gets nothing", (_where, server, externalSystem) => {
    const world = federation("this DM server", {});
    world.device("op-1")?.edge.dispose();
    if (server === "enterprise") world.stop("operator");
    const { ack } = world.ok("enterprise", "ManageParameters", { deviceId: "op-1", command: [get] });
    world.settle();
    const policy = { ...rights, subtrees: ["./Other"] };
    world.command(server, { name: "setPolicy", externalSystem, policy });
    if (server === "enterprise") world.start("operator");
    else world.restart("operator");
    world.advance(60_000);
    expect(world.crossings("op-1", "operator")).toBe(0);
    const { operation, deviceResult } = world.query("enterprise", ack.operationId);
    expect(operation.state).toBe("failed");
    expect(deviceResult[0]?.reason).toContain("./DevInfo/Man");
  });
});
