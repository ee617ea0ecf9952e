import { readSyncMLWbxml, writeSyncMLWbxml } from "../simulator/protocols/syncml/index.ts";
import { serveWorker } from "./worker.ts";
import { sampleMessages } from "./xml-messages.ts";

/* The process of ours in the WBXML benchmarks: `decode` or `encode`. Tells the octets of a message. */

const messages = sampleMessages(8);
const [firstMessage] = messages;
if (!firstMessage) throw new Error("There are no sample messages");
const written = messages.map((message) => writeSyncMLWbxml(message));

const decode = (item: number): void => {
  const { value, findings } = readSyncMLWbxml(written[item % written.length] ?? new Uint8Array(0));
  if (value === undefined || findings.length > 0) throw new Error("The sample message is not clean");
};

const encode = (item: number): void => {
  if (writeSyncMLWbxml(messages[item % messages.length] ?? firstMessage).length === 0)
    throw new Error("Nothing was written");
};

const work = process.argv[2] === "encode" ? encode : decode;
serveWorker({ octets: written[0]?.length ?? 0 }, (count) => {
  for (let item = 0; item < count; item++) work(item);
  return Promise.resolve();
});
