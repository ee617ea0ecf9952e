import { describe, expect, it } from "vitest";
import { canonicalKeys, type UddiVersion } from "../../../simulator/protocols/uddi/index.ts";
import { discoverService } from "../../../simulator/roles/external-system/discovery.ts";
import { AskedRegistry } from "../../support/uddi-registry.ts";

/** Publishes a service whose bindings have these addresses; the WSDL of each lies beside it, unless it has none. */
function publish(
  registry: AskedRegistry,
  version: UddiVersion,
  addresses: readonly string[],
  withWsdl = true,
): void {
  const authInfo = registry.logIn(version);
  const key = version === 2 ? "" : undefined;
  const { wsdlTypes } = canonicalKeys[version];
  const category = (keyValue: string) => ({ keyedReference: [{ tModelKey: wsdlTypes, keyValue }] });
  const tModel = addresses.map((address) => ({
    tModelKey: key,
    name: { text: "binding" },
    overviewDoc: withWsdl ? [{ overviewURL: { text: `${address}?wsdl#part` } }] : [],
    categoryBag: category("binding"),
  }));
  const models = registry.get(
    version,
    { name: "save_tModel", value: { authInfo, tModel } },
    "tModelDetail",
  ).tModel;
  const bindingTemplate = addresses.map((text, index) => ({
    bindingKey: key,
    accessPoint: version === 2 ? ({ URLType: "http", text } as const) : { useType: "endPoint", text },
    tModelInstanceDetails: { tModelInstanceInfo: [{ tModelKey: models[index]!.tModelKey! }] },
  }));
  const businessService = [
    {
      serviceKey: key,
      name: [{ text: "Dms" }],
      bindingTemplates: { bindingTemplate },
      categoryBag: category("service"),
    },
  ];
  const businessEntity = [{ businessKey: key, name: [{ text: "b" }], businessServices: { businessService } }];
  registry.get(version, { name: "save_business", value: { authInfo, businessEntity } }, "businessDetail");
}

function discover(registry: AskedRegistry, version: UddiVersion, name = "Dms") {
  const discovery = discoverService(name, version);
  let message = discovery.first;
  for (let turn = 0; turn < 20; turn++) {
    const answer = registry.ask(version, message);
    if (answer.kind !== "response") throw new Error(JSON.stringify(answer));
    const next = discovery.next(answer.message);
    if (!("name" in next)) return next;
    message = next;
  }
  throw new Error("the lookup does not end");
}

describe.each([2, 3] as const)("F2.3 discovery in UDDI version %i", (version) => {
  it("compares the access points that it finds and picks one over https", () => {
    const registry = new AskedRegistry();
    publish(registry, version, ["http://a.example/wsi"]);
    publish(registry, version, ["http://b.example/wsi", "https://b.example/wsi"]);
    expect(discover(registry, version)).toMatchObject({
      accessPoint: "https://b.example/wsi",
      wsdlUrl: "https://b.example/wsi?wsdl",
      compared: 3,
    });
  });

  it("passes over one that names no WSDL, and says when nothing is there", () => {
    const registry = new AskedRegistry();
    publish(registry, version, ["https://a.example/wsi"], false);
    expect(discover(registry, version)).toHaveProperty("missing");
    publish(registry, version, ["http://b.example/wsi"]);
    expect(discover(registry, version)).toMatchObject({ accessPoint: "http://b.example/wsi" });
    expect(discover(registry, version, "Other")).toHaveProperty("missing");
  });
});
