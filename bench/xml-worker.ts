import { SaxesParser } from "saxes";
import { readSyncML, writeSyncML } from "../simulator/protocols/syncml/index.ts";
import { serveWorker } from "./worker.ts";
import { sampleMessages } from "./xml-messages.ts";

/*
 * The process of one contender of the XML benchmarks: `read` and `write` are ours, `saxes` builds a plain tree. Tells the
 * octets of a message and the number of its elements.
 */

/** A plain tree as any program on this parser builds one. */
interface PlainNode {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: object;
  readonly children: PlainNode[];
  text: string;
}

const messages = sampleMessages(8);
const [firstMessage] = messages;
if (!firstMessage) throw new Error("There are no sample messages");
const written = messages.map(writeSyncML);
const decoder = new TextDecoder("utf-8", { fatal: true });

function messageAt(item: number): Uint8Array {
  return written[item % written.length] ?? new Uint8Array(0);
}

const works: Readonly<Record<string, (item: number) => void>> = {
  read: (item) => {
    if (readSyncML(messageAt(item)).findings.length > 0) throw new Error("The sample message is not clean");
  },
  write: (item) => {
    if (writeSyncML(messages[item % messages.length] ?? firstMessage).length === 0)
      throw new Error("Nothing was written");
  },
  saxes: (item) => {
    if (plainTree(messageAt(item)).children.length !== 2)
      throw new Error("The plain tree is not the message");
  },
};

const name = process.argv[2] ?? "";
const work = works[name];
if (work === undefined) throw new Error(`There is no work named ${name}`);
// our reader stays out of the process of the reference: the shapes of its parsers would slow the other down
const elements = name === "read" ? readSyncML(messageAt(0)).positions.places.length / 4 : 0;
serveWorker({ octets: messageAt(0).length, elements }, (count) => {
  for (let item = 0; item < count; item++) work(item);
  return Promise.resolve();
});

function plainTree(bytes: Uint8Array): PlainNode {
  const parser = new SaxesParser({ xmlns: true });
  const document: PlainNode = { name: "", namespace: "", attributes: {}, children: [], text: "" };
  const open = [document];
  let top = document;
  const addText = (text: string): void => {
    top.text += text;
  };
  parser.on("opentag", ({ local, uri, attributes }) => {
    const node: PlainNode = { name: local, namespace: uri, attributes, children: [], text: "" };
    top.children.push(node);
    open.push(node);
    top = node;
  });
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    open.pop();
    top = open.at(-1) ?? document;
  });
  parser.write(decoder.decode(bytes)).close();
  return document.children[0] ?? document;
}
