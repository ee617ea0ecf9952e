import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import { readMgmtTree, writeMgmtTree } from "../../../../../simulator/protocols/dmddf/index.ts";
import {
  operationNames,
  type OperationName,
  type OperationRequestInput,
} from "../../../../../simulator/protocols/wsi/index.ts";
import { needsNoGrant } from "../../../../../simulator/roles/dm-server/wsi/policy-rules.ts";
import type { Desk } from "../desk.ts";
import { COMPLETE, open, subscribed, TRAP } from "../subscriptions/subscribing.ts";
import { configuration, createStage, parameterList, stateOf, validRequests } from "../bad-input/stage.ts";

/** The fault of a request in a word, or `response`. */
function ask<N extends OperationName>(desk: Desk, operation: N, request: OperationRequestInput<N>): string {
  const read = desk.call(operation, request);
  return read.kind === "fault" ? [read.fault.messageId, ...read.fault.variables].join(" ") : read.kind;
}
const setOperations = (desk: Desk, operations: readonly string[]): void =>
  desk.command((side, turn) => {
    const [entry] = [...desk.view().externalSystems()].filter(({ id }) => id === "care");
    if (!entry) throw new Error("no External System");
    const policy = { ...entry.policy, operations };
    expect(side.administer({ name: "setPolicy", externalSystem: "care", policy }, turn)).toBeUndefined();
  });

describe("POL0200 the operation", () => {
  const others = (name: OperationName) => operationNames.filter((other) => other !== name);

  it.each(operationNames.filter((name) => !needsNoGrant(name)))(
    "%s: refused without, granted with it",
    (name) => {
      const stage = createStage();
      const { desk } = stage;
      const [request] = validRequests(stage)[name];
      if (!request) throw new Error("no request");
      setOperations(desk, others(name));
      const before = stateOf(desk);
      expect(ask(desk, name, request)).toBe(`POL0200 ${name}`);
      expect(stateOf(desk)).toEqual(before);
      setOperations(desk, [name]);
      expect(ask(desk, name, request)).toBe("response");
    },
  );

  it.each(operationNames.filter(needsNoGrant))("%s needs no grant", (name) => {
    const stage = createStage();
    const [request] = validRequests(stage)[name];
    if (!request) throw new Error("no request");
    setOperations(stage.desk, []);
    expect(ask(stage.desk, name, request)).toBe("response");
  });

  it.each(operationNames.filter((name) => !needsNoGrant(name)))(
    "%s: refused where the registration did not ask for it",
    (name) => {
      const stage = createStage();
      const { desk } = stage;
      const [request] = validRequests(stage)[name];
      if (!request) throw new Error("no request");
      desk.registered({ requestedOperation: others(name) });
      expect(ask(desk, name, request)).toBe(`POL0200 ${name}`);
      const [other] = others(name).filter((each) => !needsNoGrant(each));
      desk.registered({ requestedOperation: [name, other ?? name] });
      expect(ask(desk, name, request)).toBe("response");
    },
  );
});

describe("POL0202 in SubmitConfiguration", () => {
  const node = (name: string, content: string, more = ""): string =>
    `<Node><NodeName>${name}</NodeName>${more}${content}</Node>`;
  const document = (...nodes: readonly string[]): Uint8Array =>
    utf8(`<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${nodes.join("")}</MgmtTree>`);
  const leaf = (name: string, path: string, properties = ""): string =>
    node(
      name,
      "<Value>1</Value>",
      `<Path>${path}</Path>${properties === "" ? "" : `<RTProperties>${properties}</RTProperties>`}`,
    );
  const wbxml = (octets: Uint8Array): Uint8Array => {
    const { value } = readMgmtTree(octets, "xml");
    if (!value) throw new Error("no document");
    return writeMgmtTree(value, "wbxml");
  };
  const types = {
    parameters: "application/vnd.dmwsi.parameters+xml",
    tnds: "application/vnd.syncml.dmtnds+xml",
    "tnds in WBXML": "application/vnd.syncml.dmtnds+wbxml",
    provisioning: "text/vnd.wap.connectivity-xml",
  };
  const typed = (properties: string): Uint8Array =>
    utf8(
      `<parameters xmlns="urn:dmwsi:1.0"><parameter><locUri>./S/A</locUri>${properties}<data>1</data></parameter></parameters>`,
    );
  const provisioning = utf8(
    `<wap-provisioningdoc version="1.1"><characteristic type="NAPDEF"><parm name="NAPID" value="net"/></characteristic></wap-provisioningdoc>`,
  );
  type Row = readonly [
    rule: string,
    type: keyof typeof types,
    content: Uint8Array,
    refusing: readonly string[],
    granting: readonly string[],
    names: string,
  ];
  const documents = (
    rule: string,
    content: Uint8Array,
    ...rest: [readonly string[], readonly string[], string]
  ): Row[] => [
    [rule, "tnds", content, ...rest],
    [rule, "tnds in WBXML", wbxml(content), ...rest],
  ];
  const rows: readonly Row[] = [
    [
      "one node beside the subtree",
      "parameters",
      parameterList("./S/A", "./T/A"),
      ["./S"],
      ["./S", "./T"],
      "replace ./T/A",
    ],
    [
      "an account",
      "parameters",
      parameterList("./DMAcc/x/Name"),
      ["./"],
      ["DMAcc"],
      "replace ./DMAcc/x/Name",
    ],
    [
      "a value that is a subtree",
      "parameters",
      typed(`<type>${types.tnds}</type>`),
      ["./S/A/B"],
      ["./S/A", "acl", "DMAcc"],
      "replace ./S/A",
    ],
    [
      "a node that is made an account",
      "parameters",
      typed("<format>node</format><type>urn:oma:mo:oma-dm-dmacc:1.0</type>"),
      ["./"],
      ["./", "DMAcc"],
      "replace ./DMAcc",
    ],
    ...documents(
      "one subtree beside the subtree",
      document(leaf("A", "./S"), leaf("A", "./T")),
      ["./S"],
      ["./S", "./T"],
      "replace ./T/A",
    ),
    ...documents(
      "more than the subtree",
      document(node("S", node("A", "<Value>1</Value>"))),
      ["./S/A"],
      ["./S"],
      "replace ./S",
    ),
    ...documents("an account", document(leaf("x", "./DMAcc")), ["./"], ["./", "DMAcc"], "replace ./DMAcc/x"),
    ...documents(
      "an access control list",
      document(leaf("A", "./S", "<ACL>Get=*</ACL>")),
      ["./"],
      ["./", "acl"],
      "replace ./S/A?prop=ACL",
    ),
    [
      "a bootstrap message",
      "provisioning",
      provisioning,
      ["./", "DMAcc", "acl"],
      ["bootstrap"],
      "add ./DMAcc",
    ],
  ];
  it.each(rows)("%s: %s", (_rule, type, content, refusing, granting, names) => {
    const submit = (subtrees: readonly string[]) => {
      const stage = open({ policy: { subtrees } });
      const request = { ...configuration, contentType: types[type], content, assignTo: { all: true } };
      const outcome = ask(stage, "SubmitConfiguration", request);
      stage.settle();
      const pushes = stage.effects.filter((effect) => effect.type === "push").length;
      return {
        outcome,
        stored: stage.ok("ListConfigurations", {}).configuration.length,
        begun: stage.calls.length + pushes,
      };
    };
    expect(submit(refusing)).toEqual({ outcome: `POL0202 ${names}`, stored: 0, begun: 0 });
    expect(submit(granting)).toMatchObject({ outcome: "response", stored: 1 });
  });
});

describe("POL0204 alert types", () => {
  const policy = { alertTypes: [COMPLETE, "urn:x:*"] };
  it.each([
    [[TRAP], `POL0204 ${TRAP}`],
    [[COMPLETE, TRAP], `POL0204 ${TRAP}`],
    [["urn:y:*"], "POL0204 urn:y:*"],
    [[COMPLETE], "response"],
    [["urn:x:a", "urn:*"], "response"],
    [[], "response"],
  ])("RetrieveAlerts of %j: %s", (alertType, outcome) => {
    const desk = open({ policy });
    const before = stateOf(desk);
    expect(ask(desk, "RetrieveAlerts", { filter: { alertType } })).toBe(outcome);
    if (outcome !== "response") expect(stateOf(desk)).toEqual(before);
  });
  it.each([
    [[TRAP], "rejected", [], [TRAP]],
    [[COMPLETE, TRAP], "partly-accepted", [COMPLETE], [TRAP]],
    [["*"], "accepted", [COMPLETE, "urn:x:*"], []],
    [["urn:x:a*"], "accepted", ["urn:x:a*"], []],
    [[], "accepted", [COMPLETE, "urn:x:*"], []],
  ] as const)("SubscribeAlerts to %j is %s", (alertType, state, accepted, rejected) => {
    const desk = open({ policy });
    subscribed(desk, { alertType });
    const status = desk.last("SubscriptionStatus");
    expect(status).toMatchObject({ state, acceptedAlertType: accepted });
    expect(status.rejectedAlertType.map(({ type }) => type)).toEqual(rejected);
    for (const { reason } of status.rejectedAlertType) expect(reason).not.toBe("");
    const callbacks = desk.callbacks.length;
    desk.alert({ alertType: TRAP });
    expect(desk.callbacks).toHaveLength(callbacks);
  });
  it("what was accepted and is revoked is not forwarded any more", () => {
    const desk = open({ policy });
    subscribed(desk, { alertType: [COMPLETE] });
    desk.alert({ alertType: COMPLETE });
    desk.answer();
    const callbacks = desk.callbacks.length;
    desk.command((side, turn) => {
      const entry = [...desk.view().externalSystems()].find(({ id }) => id === "care");
      if (!entry) throw new Error("no External System");
      const changed = { ...entry.policy, alertTypes: ["urn:x:*"] };
      side.administer({ name: "setPolicy", externalSystem: "care", policy: changed }, turn);
    });
    desk.alert({ alertType: COMPLETE });
    expect(desk.callbacks).toHaveLength(callbacks);
  });
});
