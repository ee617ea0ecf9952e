import { SaxesParser } from "saxes";
import { readSyncML, writeSyncML } from "../simulator/protocols/syncml/index.ts";
import { compare, inProcess, rounded, type Bench } from "./bench.ts";
import { sampleMessages } from "./xml-messages.ts";

/** A plain tree as any program on this parser builds one. */
interface PlainNode {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: object;
  readonly children: PlainNode[];
  text: string;
}

/** Octets of a SyncML message to the typed message with places and judgments, against the same parser with a plain tree. */
export const xmlRead: Bench = {
  name: "xml-read",
  run: async () => {
    const messages = sampleMessages(8).map(writeSyncML);
    const at = (item: number): Uint8Array => messages[item & 7] ?? new Uint8Array(0);
    const ours = inProcess((item) => {
      if (readSyncML(at(item)).findings.length > 0) throw new Error("The sample message is not clean");
    });
    const reference = inProcess((item) => {
      if (plainTree(at(item)).children.length !== 2) throw new Error("The plain tree is not the message");
    });
    const { ratio, oursNanoseconds, referenceNanoseconds } = await compare(ours, reference);
    return {
      value: rounded(ratio),
      unit: "ratio",
      goal: 0.7,
      detail: {
        reference: "saxes with namespaces, building a plain tree",
        octets: at(0).length,
        elements: readSyncML(at(0)).positions.places.length / 4,
        oursMicroseconds: rounded(oursNanoseconds / 1000),
        referenceMicroseconds: rounded(referenceNanoseconds / 1000),
      },
    };
  },
};

const decoder = new TextDecoder("utf-8", { fatal: true });

function plainTree(bytes: Uint8Array): PlainNode {
  const parser = new SaxesParser({ xmlns: true });
  const document: PlainNode = { name: "", namespace: "", attributes: {}, children: [], text: "" };
  const open = [document];
  let top = document;
  parser.on("opentag", ({ local, uri, attributes }) => {
    const node: PlainNode = { name: local, namespace: uri, attributes, children: [], text: "" };
    top.children.push(node);
    open.push(node);
    top = node;
  });
  parser.on("text", (text) => {
    top.text += text;
  });
  parser.on("cdata", (text) => {
    top.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
    top = open.at(-1) ?? document;
  });
  parser.write(decoder.decode(bytes)).close();
  return document.children[0] ?? document;
}
