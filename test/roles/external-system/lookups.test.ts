import { describe, expect, it } from "vitest";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { externalSystem } from "./world.ts";

const wsdl = (imports: readonly string[]): string =>
  `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:a="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:b="http://schemas.xmlsoap.org/wsdl/soap12/"><types><xs:schema>${imports.map((location) => `<xs:import schemaLocation="${location}"/>`).join("")}</xs:schema></types><service name="s"><port name="two"><b:address location="http://dms.example/twelve"/></port><port name="one"><a:address location="http://dms.example/eleven"/></port></service></definitions>`;

function fetched(imports: readonly string[]) {
  const system = externalSystem();
  system.command({ name: "fetchWsdl", url: "http://dms.example/wsi?wsdl" });
  system.answer({ status: 200, headers: {}, body: utf8(wsdl(imports)) });
  return system;
}
const reports = ({ effects }: ReturnType<typeof externalSystem>) =>
  effects.flatMap((effect) => (effect.type === "report" ? [effect.report] : []));

describe("F2.5 fetching the WSDL", () => {
  it("takes the port for its own SOAP version, and calls there on a peer's word", () => {
    const system = fetched([]);
    expect(reports(system)).toMatchObject([
      { name: "wsdl.fetched", data: { endpoint: "http://dms.example/eleven" } },
    ]);
    system.command({ name: "register", requestedOperations: ["*"] });
    expect(system.lastRequest()).toMatchObject({
      onPeersWord: true,
      http: { url: "http://dms.example/eleven" },
    });
  });

  it("fetches each schema once", () => {
    const system = fetched(["?xsd=types", "?xsd=types"]);
    expect(system.lastRequest().http.url).toBe("http://dms.example/wsi?xsd=types");
    system.answer({ status: 200, headers: {}, body: utf8("<schema/>") });
    expect(reports(system)).toMatchObject([{ name: "wsdl.fetched" }]);
  });

  it.each([
    ["an unusable address", ["http://["]],
    ["21 schemas", Array.from({ length: 21 }, (_, index) => `s${index}.xsd`)],
  ])("says why a WSDL with %s is not used", (what, imports) => {
    expect(reports(fetched(imports))).toMatchObject([
      { name: "wsdl.failed", data: { reason: expect.stringContaining(what) as string } },
    ]);
  });
});
