import { describe, expect, test } from "vitest";
import { toHex, utf8 } from "../../../../../simulator/core/bytes.ts";
import type { OperationRequestInput } from "../../../../../simulator/protocols/wsi/index.ts";
import { createDesk, device, fastCrypto, type Desk } from "../desk.ts";

type Configuration = OperationRequestInput<"SubmitConfiguration">;
type Update = OperationRequestInput<"SubmitUpdate">;

const tndsType = "application/vnd.syncml.dmtnds+xml";
const parametersType = "application/vnd.dmwsi.parameters+xml";
const provisioningType = "text/vnd.wap.connectivity-xml";

const tnds = (name = "Ping", path = "./Settings"): Uint8Array =>
  utf8(
    `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>${name}</NodeName><Path>${path}</Path><Value>1</Value></Node></MgmtTree>`,
  );
const parameters = (...uris: readonly string[]): Uint8Array =>
  utf8(
    `<parameters xmlns="urn:dmwsi:1.0">${uris.map((uri) => `<parameter><locUri>${uri}</locUri><data>1</data></parameter>`).join("")}</parameters>`,
  );
const provisioning = utf8(
  `<wap-provisioningdoc version="1.1"><characteristic type="NAPDEF"><parm name="NAPID" value="net"/></characteristic></wap-provisioningdoc>`,
);

const configuration = (more: Partial<Configuration> = {}): Configuration => ({
  name: "Ping settings",
  version: "3",
  contentType: parametersType,
  content: parameters("./Settings/Ring"),
  ...more,
});

const octets = utf8("a package");
const update = (more: Partial<Update> = {}): Update => ({
  name: "Firmware",
  version: "2.0",
  kind: "firmware",
  content: octets,
  size: octets.length,
  sha256: fastCrypto.sha256(octets),
  install: "download-and-install",
  ...more,
});
const other = { credentials: { scheme: "basic", username: "other", password: "other" } as const };
const nothing = (desk: Desk): boolean =>
  ["configurations", "configurationContents", "updates", "updateContents", "operations"].every(
    (collection) => (desk.stored.get(collection)?.size ?? 0) === 0,
  );

describe("SubmitConfiguration", () => {
  test("without assignTo it is stored, and its operation succeeds at once", () => {
    const desk = createDesk();
    desk.registered();
    const { ack, configurationId } = desk.ok("SubmitConfiguration", configuration());
    expect(desk.last("OperationResult")).toMatchObject({
      operationId: ack.operationId,
      state: "succeeded",
      totals: { targeted: 0 },
    });
    expect(desk.ok("ListConfigurations", {})).toMatchObject({
      configuration: [
        {
          configurationId,
          name: "Ping settings",
          version: "3",
          contentType: parametersType,
          size: parameters("./Settings/Ring").length,
        },
      ],
    });
    expect(desk.calls).toEqual([]);
  });

  test("its content lies sealed in the store, and survives a restart", () => {
    const desk = createDesk();
    const { configurationId } = desk.ok("SubmitConfiguration", configuration());
    expect(JSON.stringify([...(desk.stored.get("configurationContents") ?? [])])).not.toContain("Ring");
    desk.restart();
    expect(desk.ok("ListConfigurations", {}).configuration).toMatchObject([{ configurationId }]);
  });

  test.each([
    ["application/vnd.syncml.dmddf+xml", "SVC0205"],
    ["text/xml", "SVC0205"],
    ["", "SVC0205"],
  ])("SVC0205 for the content type %s", (contentType, fault) => {
    const desk = createDesk();
    expect(desk.fault("SubmitConfiguration", configuration({ contentType }))).toContain(fault);
    expect(nothing(desk)).toBe(true);
  });

  test("parameters of the content type do not matter", () => {
    const contentType = "Application/Vnd.DmWsi.Parameters+XML; charset=utf-8";
    const { configurationId } = createDesk().ok("SubmitConfiguration", configuration({ contentType }));
    expect(configurationId).toMatch(/^cfg-/);
  });

  test.each([
    [tndsType, utf8("<MgmtTree"), /SVC0206 .*line 1/],
    [tndsType, parameters("./A"), /SVC0206 .*parameters/],
    ["application/vnd.syncml.dmtnds+wbxml", utf8("<MgmtTree/>"), /SVC0206 ./],
    [provisioningType, utf8("<wap-provisioningdoc/>"), /SVC0206 .*empty/],
    [
      provisioningType,
      utf8(
        `<wap-provisioningdoc><characteristic type="APPLICATION"><parm name="APPID" value="w7"/></characteristic></wap-provisioningdoc>`,
      ),
      /SVC0206 .*PROVIDER-ID/,
    ],
    [parametersType, parameters("./A/../B"), /SVC0206 .*parameter 1/],
    [parametersType, new Uint8Array(0), /SVC0206 ./],
  ])("SVC0206 for content that does not parse as %s", (contentType, content, fault) => {
    const desk = createDesk();
    expect(desk.fault("SubmitConfiguration", configuration({ contentType, content }))).toMatch(fault);
    expect(nothing(desk)).toBe(true);
  });

  describe("POL0202", () => {
    const submit = (subtrees: readonly string[], contentType: string, content: Uint8Array): string => {
      const desk = createDesk({ policy: { subtrees } });
      const read = desk.call("SubmitConfiguration", configuration({ contentType, content }));
      if (read.kind === "response") return "granted";
      expect(nothing(desk)).toBe(true);
      return read.kind === "fault" ? `${read.fault.messageId} ${read.fault.variables.join(" ")}` : read.kind;
    };
    test("every node of a parameter list", () => {
      const content = parameters("./Settings/A", "./Vendor/B");
      expect(submit(["./Settings"], parametersType, content)).toBe("POL0202 replace ./Vendor/B");
      expect(submit(["./Settings", "./Vendor"], parametersType, content)).toBe("granted");
    });
    test("every subtree of a TNDS document as a whole; accounts by name", () => {
      expect(submit(["./Other"], tndsType, tnds())).toBe("POL0202 replace ./Settings/Ping");
      expect(submit(["./Settings/Ping"], tndsType, tnds())).toBe("granted");
      expect(submit(["./"], tndsType, tnds("Main", "./DMAcc"))).toBe("POL0202 replace ./DMAcc/Main");
      expect(submit(["./", "DMAcc"], tndsType, tnds("Main", "./DMAcc"))).toBe("granted");
    });
    test("a provisioning document by the word bootstrap alone", () => {
      expect(submit(["./", "DMAcc"], provisioningType, provisioning)).toBe("POL0202 add ./DMAcc");
      expect(submit(["bootstrap"], provisioningType, provisioning)).toBe("granted");
    });
  });

  test("devices beyond the policy, unknown ones, and those of an upstream are refused; nothing is kept", () => {
    const upstream = device("IMEI:9", { managedBy: "upstream" });
    const desk = createDesk({
      policy: { devices: ["IMEI:1", "IMEI:9"] },
      devices: [device("IMEI:1"), device("IMEI:2"), upstream],
    });
    const to = (deviceId: string) => configuration({ assignTo: { deviceId: [deviceId], group: [] } });
    expect(desk.fault("SubmitConfiguration", to("IMEI:2"))).toBe("POL0201 IMEI:2");
    expect(desk.fault("SubmitConfiguration", to("IMEI:7"))).toBe("SVC0004 assignTo.deviceId");
    expect(desk.fault("SubmitConfiguration", to("IMEI:9"))).toBe("SVC0208 SubmitConfiguration IMEI:9");
    expect(nothing(desk)).toBe(true);
  });

  test("quotas: items, octets of one, octets of all", () => {
    const library = { items: 2, configurationBytes: 300, updateBytes: 50, totalBytes: 400 };
    const desk = createDesk({ options: { settings: { library } } });
    const uris = Array.from({ length: 10 }, (_, index) => `./Settings/Ring${index}`);
    expect(desk.fault("SubmitConfiguration", configuration({ content: parameters(...uris) }))).toBe(
      "POL0203 configurationBytes",
    );
    desk.ok("SubmitConfiguration", configuration());
    desk.ok("SubmitConfiguration", configuration());
    expect(desk.fault("SubmitConfiguration", configuration())).toBe("POL0203 configurations");
    const long = new Uint8Array(60);
    expect(
      desk.fault("SubmitUpdate", update({ content: long, size: 60, sha256: fastCrypto.sha256(long) })),
    ).toBe("POL0203 updateBytes");
    for (const { configurationId } of desk.ok("ListConfigurations", {}).configuration)
      desk.ok("RemoveConfiguration", { configurationId });
    desk.ok("SubmitConfiguration", configuration());
    expect(desk.ok("ListConfigurations", {}).configuration).toHaveLength(1);
  });

  test.each(["name", "version"] as const)("SVC0002 for a %s that is empty or too long", (part) => {
    const desk = createDesk();
    for (const text of ["", "x".repeat(257)])
      expect(desk.fault("SubmitConfiguration", configuration({ [part]: text }))).toBe(`SVC0002 ${part}`);
  });

  test("the same clientReference gives the same configuration", () => {
    const desk = createDesk();
    const first = desk.ok("SubmitConfiguration", configuration({ clientReference: "r" }));
    expect(desk.ok("SubmitConfiguration", configuration({ clientReference: "r" }))).toEqual(first);
    expect(desk.ok("ListConfigurations", {}).configuration).toHaveLength(1);
  });

  test("a commit that fails leaves nothing behind", () => {
    const desk = createDesk();
    desk.failCommit();
    expect(desk.fault("SubmitConfiguration", configuration())).toBe("SVC0001 store");
    desk.failCommit();
    expect(desk.fault("SubmitUpdate", update())).toBe("SVC0001 store");
    expect(desk.ok("ListConfigurations", {}).configuration).toEqual([]);
    expect(desk.ok("ListUpdates", {}).update).toEqual([]);
    expect(nothing(desk)).toBe(true);
  });
});

describe("SubmitUpdate", () => {
  test("is stored and listed with what was said of it", () => {
    const desk = createDesk();
    const { updateId } = desk.ok("SubmitUpdate", update());
    const uri = "https://cdn.example/fw.bin";
    const { content: _, ...there } = update({ packageUri: uri, kind: "software" });
    const second = desk.ok("SubmitUpdate", there);
    expect(desk.ok("ListUpdates", {}).update).toEqual([
      {
        updateId,
        name: "Firmware",
        version: "2.0",
        kind: "firmware",
        size: octets.length,
        sha256: fastCrypto.sha256(octets),
      },
      expect.objectContaining({ updateId: second.updateId, kind: "software" }),
    ]);
    expect(desk.effects.some(({ type }) => type === "request")).toBe(false);
  });

  const wrong: readonly [string, Partial<Update>, string][] = [
    ["both", { packageUri: "http://h/x" }, "SVC0002 packageUri, content"],
    ["neither", { content: undefined }, "SVC0002 packageUri, content"],
    ["another size", { size: 8 }, "SVC0002 size"],
    ["no octet", { content: new Uint8Array(0), size: 0 }, "SVC0002 size"],
    ["a negative size", { content: undefined, packageUri: "http://h/x", size: -1 }, "SVC0002 size"],
    ["another digest", { sha256: fastCrypto.sha256(utf8("else")) }, "SVC0002 sha256"],
    ["a short digest", { sha256: Uint8Array.of(1) }, "SVC0002 sha256"],
    ["a file", { content: undefined, packageUri: "file:///etc/passwd" }, "SVC0002 packageUri"],
    ["a user name", { content: undefined, packageUri: "http://u:p@h/x" }, "SVC0002 packageUri"],
  ];
  test.each(wrong)("SVC0002 for %s", (_, more, fault) => {
    const desk = createDesk();
    expect(desk.fault("SubmitUpdate", update(more))).toBe(fault);
    expect(nothing(desk)).toBe(true);
  });

  test("its package is served under an address that says nothing of it", () => {
    const desk = createDesk();
    const { updateId } = desk.ok("SubmitUpdate", update());
    const [content] = [...(desk.stored.get("updateContents")?.values() ?? [])] as { token: string }[];
    expect(content?.token).toMatch(/^[0-9a-f]{32}$/);
    expect(toHex(utf8(updateId))).not.toContain(content?.token ?? "");
    desk.command((side, turn) =>
      side.handlePackageRequest(
        {
          type: "request.received",
          exchange: "p1",
          request: {
            method: "GET",
            url: `http://127.0.0.1:8480/packages/${content?.token ?? ""}`,
            headers: {},
            body: new Uint8Array(0),
          },
          peer: { address: "127.0.0.1", secure: false },
        },
        turn,
      ),
    );
    expect(
      desk.effects.find((effect) => effect.type === "respond" && effect.exchange === "p1"),
    ).toMatchObject({ http: { status: 200, body: octets } });
  });
});

describe("List and Remove", () => {
  test("page by page, oldest first", () => {
    const desk = createDesk();
    for (let index = 0; index < 5; index++)
      desk.ok("SubmitConfiguration", configuration({ name: `c${index}` }));
    const names = (request: OperationRequestInput<"ListConfigurations">) => {
      const { configuration: page, nextIndex } = desk.ok("ListConfigurations", request);
      return [page.map(({ name }) => name).join(), nextIndex];
    };
    expect(names({ maxResults: 2 })).toEqual(["c0,c1", 2]);
    expect(names({ startIndex: 4, maxResults: 2 })).toEqual(["c4", undefined]);
    expect(names({ startIndex: 9 })).toEqual(["", undefined]);
    expect(desk.fault("ListConfigurations", { startIndex: -1 })).toBe("SVC0002 startIndex");
    expect(desk.fault("ListUpdates", { maxResults: 0 })).toBe("SVC0002 maxResults");
  });

  test("SVC0207 for what is somebody else's, unknown, or removed", () => {
    const desk = createDesk();
    const { configurationId } = desk.ok("SubmitConfiguration", configuration());
    const { updateId } = desk.ok("SubmitUpdate", update());
    expect(desk.ok("ListConfigurations", {}, other).configuration).toEqual([]);
    expect(desk.ok("ListUpdates", {}, other).update).toEqual([]);
    expect(desk.fault("RemoveConfiguration", { configurationId }, other)).toBe(`SVC0207 ${configurationId}`);
    expect(desk.fault("RemoveUpdate", { updateId }, other)).toBe(`SVC0207 ${updateId}`);
    expect(desk.fault("RemoveUpdate", { updateId: "upd-x" })).toBe("SVC0207 upd-x");
    expect(desk.ok("RemoveConfiguration", { configurationId }).ack.state).toBe("accepted");
    desk.ok("RemoveUpdate", { updateId });
    expect(desk.fault("RemoveConfiguration", { configurationId })).toBe(`SVC0207 ${configurationId}`);
    expect(desk.fault("RemoveUpdate", { updateId })).toBe(`SVC0207 ${updateId}`);
    expect(desk.stored.get("updateContents")?.size).toBe(0);
    expect(desk.stored.get("configurationContents")?.size).toBe(0);
  });

  test("what work still needs stays, unseen, until the last of it is over", () => {
    const desk = createDesk();
    const assignTo = { deviceId: ["IMEI:1"], group: [] };
    const { ack, updateId } = desk.ok("SubmitUpdate", update({ assignTo }));
    desk.settle();
    desk.ok("RemoveUpdate", { updateId });
    expect(desk.ok("ListUpdates", {}).update).toEqual([]);
    expect(desk.fault("RemoveUpdate", { updateId })).toBe(`SVC0207 ${updateId}`);
    expect(desk.stored.get("updateContents")?.size).toBe(1);
    desk.ok("CancelOperation", { operationId: ack.operationId });
    desk.settle();
    expect(desk.ok("QueryOperation", { operationId: ack.operationId }).operation.state).toBe("cancelled");
    expect(desk.stored.get("updateContents")?.size).toBe(0);
    expect(desk.stored.get("updates")?.size).toBe(0);
  });
});
