import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Draft, Sending } from "../../../simulator/api/index.ts";
import { seededRandom } from "../../../simulator/core/random.ts";
import { utf8 } from "../../../simulator/core/bytes.ts";
import { operationNames, operations, type OperationName } from "../../../simulator/protocols/wsi/index.ts";
import { contentTypeOf } from "../../../simulator/protocols/soap/index.ts";
import { readWsiRequest } from "../../../simulator/stacks/wsi-http.ts";
import { checkDraft } from "../../../simulator/workbench/console/check-draft.ts";
import { placedChildren } from "../../../simulator/workbench/console/draft.ts";
import { fillEnvelope, writeDraft } from "../../../simulator/workbench/console/envelope.ts";
import { exampleOf, type ExampleParts } from "../../../simulator/workbench/console/examples.ts";
import { namedElement } from "../../../simulator/workbench/console/fault-view.ts";
import { consoleCatalog } from "../../../simulator/workbench/console/form.ts";
import { notesOn } from "../../../simulator/workbench/console/notes.ts";
import { parseEnvelope } from "../../../simulator/workbench/console/parse-envelope.ts";
import { createNodeCrypto } from "../../../simulator/host/node-crypto.ts";

const crypto = createNodeCrypto();
const parts: ExampleParts = {
  system: {
    id: "care",
    name: "Customer care",
    kind: "customer-care",
    managementDomain: "operator",
    wsiUrl: "http://dms.example/wsi",
    credentials: { scheme: "basic", username: "care", password: "secret" },
    callback: {
      url: "http://care.example/es/callback",
      credentials: { scheme: "basic", username: "dms", password: "other" },
    },
    soapVersion: "1.1",
  },
  device: "IMEI:350000000000017",
  bulk: undefined,
  writable: { uri: "./Settings/Ring", format: "chr", value: "Chime" },
  id: (kind) => `${kind}-1`,
  reference: "ref-1",
  diagnosticFunction: "urn:oma:mo:oma-diag:memory:1.0",
  crypto,
};
const plain: Sending = {
  soapVersion: "1.1",
  credentials: { who: "own" },
  addressing: { use: "default" },
};

function written(operation: string, draft: Draft, sending: Sending = plain, scheme = "basic" as const) {
  return writeDraft({
    operation,
    draft,
    sending,
    credentials: { scheme, username: "care", password: "secret" },
    endpoint: parts.system.wsiUrl,
  });
}

function problems(draft: Draft): readonly string[] {
  const name = draft.name as OperationName;
  return [...checkDraft(operations[name].request, draft), ...notesOn(draft, 0).problems].map(
    ({ path, text }) => `${path}: ${text}`,
  );
}

function without(draft: Draft, name: string): Draft {
  return { ...draft, children: draft.children?.filter((child) => child.name !== name) };
}

describe("the catalog", () => {
  it("holds every operation of the contract once, with a form of its elements in order", () => {
    const forms = consoleCatalog().groups.flatMap((group) => group.operations);
    expect(forms.map(({ name }) => name).toSorted()).toEqual([...operationNames].toSorted());
    const form = forms.find(({ name }) => name === "ManageParameters");
    expect(form?.fields.map(({ name, kind, cardinality }) => `${name} ${kind} ${cardinality}`)).toEqual([
      "clientReference text optional",
      "deviceId text one",
      "command command some",
      "atomic boolean optional",
      "notifyDevice boolean optional",
      "expires duration optional",
    ]);
    for (const each of forms.flatMap(({ fields }) => fields)) expect(each.doc, each.name).not.toBe("");
  });

  it("says which commands a container may hold", () => {
    const members = Object.fromEntries(
      consoleCatalog().commands.map(({ kind, members: held }) => [kind, held]),
    );
    expect(members).toMatchObject({
      get: [],
      atomic: ["add", "replace", "delete", "copy"],
      sequence: ["get", "add", "replace", "delete", "copy", "exec", "atomic"],
    });
  });
});

describe("examples", () => {
  it.each(operationNames)("%s: is right, and the DM server's reader takes its envelope", (operation) => {
    const draft = exampleOf(operation, parts);
    expect(problems(draft)).toEqual([]);
    for (const soapVersion of ["1.1", "1.2"] as const)
      for (const scheme of ["none", "basic", "username-token", "username-token-digest"] as const) {
        const credentials = { scheme, username: "care", password: "secret" };
        const sending: Sending = {
          ...plain,
          soapVersion,
          addressing: { use: "reply-to", replyTo: "http://care.example/es/callback" },
        };
        const { xml } = writeDraft({
          operation,
          draft,
          sending,
          credentials,
          endpoint: parts.system.wsiUrl,
        });
        const tools = { credentials, crypto, random: seededRandom("t"), date: 1_700_000_000_000 };
        const read = readWsiRequest(
          {
            method: "POST",
            url: parts.system.wsiUrl,
            headers: { "content-type": contentTypeOf(soapVersion, operations[operation].soapAction) },
            body: utf8(fillEnvelope(xml, tools)),
          },
          "DeviceManagement",
          { date: tools.date },
        );
        expect(read, `${soapVersion} ${scheme}`).toMatchObject({ ok: true, operation });
        if (!read.ok) continue;
        expect(read.addressing?.messageId).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
        expect(read.security?.username).toBe(scheme.startsWith("username") ? "care" : undefined);
      }
  });

  it.each(operationNames)("%s: each required element is missed at its place", (operation) => {
    const draft = exampleOf(operation, parts);
    const form = consoleCatalog()
      .groups.flatMap((group) => group.operations)
      .find(({ name }) => name === operation);
    for (const { name, cardinality } of form?.fields ?? []) {
      if (cardinality !== "one" && cardinality !== "some") continue;
      expect(problems(without(draft, name)).join("\n")).toContain(`${name}[0]: ${name} is required`);
    }
  });
});

describe("checks", () => {
  const draft = exampleOf("ManageParameters", parts);
  const withText = (name: string, text: string): Draft => ({
    ...draft,
    children: [...(draft.children ?? []).filter((child) => child.name !== name), { name, text }],
  });

  it("tell what a text is expected to be", () => {
    expect(problems(withText("expires", "soon"))[0]).toMatch(/^expires\[0\]: expires is a positive duration/);
    expect(problems(withText("expires", "P1M"))[0]).toMatch(/without years and months/);
    const bulk = exampleOf("SubmitBulkOperation", parts);
    const wrong = bulk.children?.map((child) =>
      child.name === "maxParallel" ? { name: "maxParallel", text: "many" } : child,
    );
    expect(problems({ ...bulk, children: wrong })).toEqual([
      "maxParallel[0]: maxParallel is a whole number.",
    ]);
  });

  it("tell what stands twice, in the wrong place or nowhere", () => {
    const children = draft.children ?? [];
    const [reference, device] = children;
    expect(problems({ ...draft, children: [reference!, device!, device!, ...children.slice(2)] })).toEqual([
      "deviceId[1]: deviceId may stand here once.",
    ]);
    expect(problems({ ...draft, children: [device!, reference!, ...children.slice(2)] })).toEqual([
      "clientReference[0]: clientReference stands after deviceId.",
    ]);
    expect(problems({ ...draft, children: [...children, { name: "colour", text: "red" }] })).toEqual([
      "colour[0]: colour is no part of ManageParameters.",
    ]);
  });

  it("know what a container may hold, two levels deep", () => {
    const command = (inner: Draft): Draft => ({ name: "command", children: [inner] });
    const get: Draft = { name: "get", children: [{ name: "locUri", text: "./A" }] };
    const base = without(draft, "command").children ?? [];
    const wrong = {
      ...draft,
      children: [
        base[0]!,
        base[1]!,
        command({ name: "sequence", children: [get, { name: "atomic", children: [get] }] }),
        command({ name: "atomic" }),
      ],
    };
    expect(problems(wrong)).toEqual([
      "command[0]/sequence[0]/atomic[0]/get[0]: get may not stand in atomic; add, replace, delete, copy may.",
      "command[1]/atomic[0]: atomic holds at least one command.",
    ]);
  });

  it("say what the server will refuse beyond the schema", () => {
    expect(problems(withText("atomic", "true")).join()).toContain("true is not possible: command 1 is a get");
    expect(problems(without(exampleOf("SubmitUpdate", parts), "content"))).toEqual([
      "packageUri[0]: Exactly one of packageUri and content is needed (SVC0002).",
    ]);
    const bulk = exampleOf("SubmitBulkOperation", parts);
    const nobody = bulk.children?.map((child) => (child.name === "target" ? { name: "target" } : child));
    expect(problems({ ...bulk, children: nobody })).toEqual([
      "target[0]: target selects no device: deviceId, group, filter or all (SVC0002).",
    ]);
  });

  it("tell the moment that a duration leads to", () => {
    expect(notesOn(draft, Date.parse("2026-01-31T12:00:00Z")).notes).toEqual([
      { path: "expires[0]", text: "until 13:00:00 UTC when it is sent now" },
    ]);
  });
});

describe("envelopes", () => {
  const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,8}$/);
  const { draft: anyDraft } = fc.letrec<{ draft: Draft }>((tie) => ({
    draft: fc.oneof(
      { depthSize: "small" },
      fc.record({ name, text: fc.string({ unit: "grapheme-ascii" }) }),
      fc.record({ name, children: fc.array(tie("draft"), { minLength: 1, maxLength: 4 }) }),
    ),
  }));

  it("give back every request that was written into them", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const parsed = parseEnvelope(written(draft.name, draft).xml);
        expect(parsed).toEqual({ operation: draft.name, draft, lost: [] });
      }),
    );
  });

  it("know where every element stands", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const { xml, places } = written(draft.name, draft);
        const visit = (element: Draft, path: string): void => {
          const place = places.find((each) => each.path === path);
          expect(xml.slice(place!.from, place!.to)).toMatch(new RegExp(`^<${element.name}[ >]`));
          expect(xml.slice(place!.inner.to, place!.to)).toBe(`</${element.name}>`);
          for (const { child, path: at } of placedChildren(element, path)) visit(child, at);
        };
        visit(draft, "");
      }),
    );
  });

  it("say what a form has no place for, and lose nothing without saying", () => {
    const { xml } = written("QueryOperation", exampleOf("QueryOperation", parts));
    const edited = xml
      .replace("<operationId>", '<operationId lang="de">')
      .replace("</QueryOperation>", "beside<!-- why --></QueryOperation><Second/>");
    const { lost, draft } = parseEnvelope(edited);
    expect(draft).toEqual(exampleOf("QueryOperation", parts));
    expect(lost.join("\n")).toMatch(/attribute lang.*\n[^]*beside[^]*Second[^]*Comments/);
    expect(parseEnvelope("<a>").problem).toBeDefined();
    expect(parseEnvelope("").problem).toBeDefined();
  });

  it("hold no password, neither as XML nor as a command line", () => {
    const { xml } = writeDraft({
      operation: "ListUpdates",
      draft: { name: "ListUpdates" },
      sending: plain,
      credentials: { scheme: "username-token", username: "a-->b", password: "secret" },
      endpoint: parts.system.wsiUrl,
    });
    expect(xml).not.toContain("secret");
    expect(xml).toContain("UsernameToken of a__");
  });
});

describe("faults lead to the element that they name", () => {
  const draft = exampleOf("ManageParameters", parts);
  it.each([
    [["deviceId"], "deviceId[0]"],
    [["command[2].locUri"], "command[1]/replace[0]/locUri[0]"],
    [["command[2].binaryData"], "command[1]"],
    [["replace", "./Settings/Ring"], "command[1]/replace[0]/locUri[0]"],
    [["atomic"], "atomic[0]"],
    [["packageUri"], undefined],
  ])("%s", (variables, place) => {
    expect(namedElement(draft, "", variables)).toBe(place);
  });

  it("in a sentence", () => {
    expect(namedElement(draft, "deviceId is missing or wrong", [])).toBe("deviceId[0]");
    expect(namedElement({ name: "QueryOperation" }, "operationId is missing", [])).toBe("operationId[0]");
    expect(namedElement(draft, "nothing that is there", [])).toBeUndefined();
  });
});
