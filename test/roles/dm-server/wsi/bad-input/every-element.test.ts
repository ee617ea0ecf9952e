import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../../simulator/core/bytes.ts";
import {
  contentTypeOf,
  SOAP11,
  SOAP12,
  type SoapVersion,
} from "../../../../../simulator/protocols/soap/index.ts";
import {
  operationNames,
  operations,
  type OperationName,
} from "../../../../../simulator/protocols/wsi/index.ts";
import { defaultWsiLimits } from "../../../../../simulator/roles/dm-server/options.ts";
import { LONGEST_TEXT } from "../../../../../simulator/roles/dm-server/wsi/text-bounds.ts";
import { readWsiResponse } from "../../../../../simulator/stacks/wsi-http.ts";
import type { HttpResponse } from "../../../../../simulator/wire/http.ts";
import {
  mutationsOf,
  partOf,
  pathsIn,
  pathsOf,
  printPart,
  type DefectClass,
  type Mutation,
  type Part,
} from "../../../../support/message-mutations.ts";
import type { Desk } from "../desk.ts";
import { createStage, stateOf, validRequests, type Stage } from "./stage.ts";

const bounds = { address: defaultWsiLimits.locUri, text: LONGEST_TEXT };
const versions: readonly SoapVersion[] = ["1.1", "1.2"];
const authorization = `Basic ${btoa("care:secret")}`;

function post(desk: Desk, version: SoapVersion, xml: string): HttpResponse {
  const uri = version === "1.1" ? SOAP11 : SOAP12;
  return desk.http({
    headers: { "content-type": contentTypeOf(version), authorization },
    body: utf8(`<e:Envelope xmlns:e="${uri}"><e:Body>${xml}</e:Body></e:Envelope>`),
  });
}

const partsOf = (name: OperationName, stage: Stage): readonly Part[] =>
  validRequests(stage)[name].map((value) => partOf(operations[name].request, value));

/** What is wrong with the answer to a defect; undefined when it is the right fault. */
function complaint(
  desk: Desk,
  name: OperationName,
  version: SoapVersion,
  mutation: Mutation,
): string | undefined {
  const { names, schema, xml } = mutation;
  const http = post(desk, version, xml);
  const answer = readWsiResponse(http, name);
  if (answer.kind !== "fault") return `no fault but ${answer.kind}`;
  const { code, text, messageId, variables } = answer.fault;
  if (http.status !== (version === "1.1" ? 500 : 400)) return `status ${http.status}`;
  if (code !== "Client") return `${code}: ${text}`;
  if (schema) return messageId === undefined && text.includes(names) ? undefined : `${messageId} ${text}`;
  const [part = ""] = variables;
  const isNamed =
    messageId === "SVC0002" &&
    part
      .replaceAll(/\[\d+\]/g, "")
      .split(".")
      .at(-1) === names;
  return isNamed ? undefined : `${messageId} ${variables.join(" ")}`;
}

const classes: readonly DefectClass[] = [
  "missing",
  "twice",
  "of a wrong type",
  "with something unknown in it",
  "in another namespace",
  "empty",
  "too long",
  "out of range",
];

describe.each(operationNames)("%s", (name) => {
  it("the requests of this test hold every element of the declaration", () => {
    const parts = partsOf(name, createStage());
    const held = new Set(parts.flatMap((part) => [...pathsIn(part)]));
    expect([...held].toSorted()).toEqual([...pathsOf(operations[name].request)].toSorted());
  });

  it("an element that is wrong: the fault names it, and nothing is left behind", () => {
    const stage = createStage();
    const { desk } = stage;
    const before = stateOf(desk);
    const wrong: string[] = [];
    const seen = new Set<DefectClass>();
    for (const part of partsOf(name, stage))
      for (const mutation of mutationsOf(part, bounds)) {
        seen.add(mutation.defect);
        for (const version of versions) {
          const what = complaint(desk, name, version, mutation);
          if (what !== undefined) wrong.push(`${mutation.where} ${mutation.defect} (${version}): ${what}`);
        }
      }
    expect(wrong).toEqual([]);
    expect(stateOf(desk)).toEqual(before);
    for (const defect of seen) expect(classes).toContain(defect);
    expect(seen.size).toBeGreaterThan(1);
  });

  it.each(versions)(
    "corrected it works at once, in whatever order its elements stand (SOAP %s)",
    (version) => {
      const stage = createStage();
      const { desk } = stage;
      for (const part of partsOf(name, stage)) {
        const [bad] = mutationsOf(part, bounds).filter(
          ({ defect }) => defect === "with something unknown in it",
        );
        if (!bad) throw new Error("no defect");
        expect(complaint(desk, name, version, bad)).toBeUndefined();
        const backwards = { ...part, children: part.children.toReversed() };
        const answer = readWsiResponse(post(desk, version, printPart(backwards)), name);
        expect(answer).toMatchObject({ kind: "response" });
        if (answer.kind === "response" && "ack" in answer.value)
          expect(answer.value.ack).toMatchObject({ state: "accepted" });
      }
    },
  );
});

describe.each(operationNames.filter((name) => operations[name].submitting))(
  "%s under a clientReference",
  (name) => {
    it("repeated it gives the same response and happens once; with other content it is SVC0005", () => {
      const stage = createStage();
      const { desk } = stage;
      const [part] = partsOf(name, stage);
      if (!part) throw new Error("no request");
      const first = readWsiResponse(post(desk, "1.1", printPart(part)), name);
      desk.settle();
      const before = stateOf(desk);
      const again = readWsiResponse(post(desk, "1.2", printPart(part)), name);
      expect(first).toMatchObject({ kind: "response" });
      expect(again).toEqual(first);
      expect(stateOf(desk)).toEqual(before);
      const shorter = {
        ...part,
        children: part.children.filter(({ element }) => element.name !== "expires"),
      };
      expect(readWsiResponse(post(desk, "1.1", printPart(shorter)), name)).toMatchObject({
        kind: "fault",
        fault: { messageId: "SVC0005", variables: ["r", "clientReference"] },
      });
      expect(stateOf(desk)).toEqual(before);
    });
  },
);
