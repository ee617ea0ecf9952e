import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../simulator/core/random.ts";
import type {
  UddiMessageInput,
  UddiRequestName,
  UddiVersion,
} from "../../../simulator/protocols/uddi/index.ts";
import {
  createRegistry,
  registryBehaviours,
  type RegistryCommand,
} from "../../../simulator/roles/registry/index.ts";
import { readUddiResponse, writeUddiRequest } from "../../../simulator/stacks/uddi-http.ts";
import { createMemoryStore } from "../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { tableSteppers } from "../../support/table-steppers.ts";
import { schemaProblems } from "../../support/uddi-registry.ts";

const moment = { now: 0, date: 0 };

function setUp() {
  const registry = createRegistry(
    { operator: "ddi", publishers: [{ userId: "dms", password: "secret" }] },
    { random: seededRandom("b"), crypto: createNodeCrypto(), steppers: tableSteppers },
    createMemoryStore(),
  );
  const post = (version: UddiVersion, api: string, message: UddiMessageInput<UddiRequestName>) =>
    registry.handle(
      {
        type: "request.received",
        exchange: "x",
        request: writeUddiRequest(`http://ddi.example/uddi/${api}`, message, version),
        peer: { address: "memory", secure: false },
      },
      moment,
    );
  const ask = (version: UddiVersion, api: string, message: UddiMessageInput<UddiRequestName>) => {
    const answer = post(version, api, message).find((effect) => effect.type === "respond");
    if (answer?.type !== "respond") throw new Error("no answer");
    expect(schemaProblems(version, answer.http.body)).toEqual([]);
    return readUddiResponse(answer.http);
  };
  const behave = (as: string) =>
    registry.handle({ type: "command", command: { name: "behave", as } as RegistryCommand }, moment);
  return { registry, post, ask, behave };
}

const logIn = { name: "get_authToken", value: { userID: "dms", cred: "secret" } } as const;
const types = { name: "find_tModel", value: { name: { text: "uddi-org:types" } } } as const;

describe("R1 how a registry behaves", () => {
  it("reports the change, and refuses what it does not know", () => {
    const { registry, behave } = setUp();
    for (const as of registryBehaviours) {
      expect(behave(as)).toEqual([{ type: "report", report: { name: "behaviour.changed", data: { as } } }]);
      expect(registry.view.behaviour).toBe(as);
    }
    expect(behave("oddly")).toMatchObject([{ report: { name: "command.refused" } }]);
    expect(registry.view.behaviour).toBe("absent");
  });

  it("closes every connection while it is absent", () => {
    const { post, ask, behave } = setUp();
    behave("absent");
    expect(post(2, "inquiry", types)).toEqual([{ type: "hang-up", exchange: "x" }]);
    behave("normal");
    expect(ask(2, "inquiry", types)).toMatchObject({ message: { name: "tModelList" } });
  });

  it.each([2, 3] as const)("finds nothing, in the form of version %i", (version) => {
    const { ask, behave } = setUp();
    expect(ask(version, "inquiry", types)).toMatchObject({
      message: { value: { tModelInfos: { tModelInfo: [{ name: { text: "uddi-org:types" } }] } } },
    });
    behave("finds-nothing");
    const answer = ask(version, "inquiry", types);
    expect(answer.kind === "response" && answer.message.name).toBe("tModelList");
    expect(JSON.stringify(answer)).not.toContain("uddi-org:types");
    for (const name of ["find_business", "find_service"] as const)
      expect(ask(version, "inquiry", { name, value: { name: [{ text: "a" }] } }).kind).toBe("response");
  });

  it.each([2, 3] as const)("gives and takes no tokens in version %i", (version) => {
    const { ask, behave } = setUp();
    const given = ask(version, "security", logIn);
    if (given.kind !== "response" || given.message.name !== "authToken") throw new Error("no token");
    const { authInfo } = given.message.value;
    behave("refuses-tokens");
    expect(ask(version, "security", logIn)).toMatchObject({ code: "E_unknownUser", errno: 10150 });
    const deletion = { name: "delete_service", value: { authInfo, serviceKey: ["a"] } } as const;
    expect(ask(version, "publish", deletion)).toMatchObject({ code: "E_authTokenExpired", errno: 10110 });
    expect(ask(version, "inquiry", types)).toMatchObject({ kind: "response" });
  });
});
