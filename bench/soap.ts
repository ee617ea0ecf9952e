import { compare, rounded, type Bench, type Contender } from "./bench.ts";
import { createPoster, type Posting } from "./poster.ts";
import { manageParameters } from "./soap-messages.ts";
import { startWorker } from "./worker.ts";

/** Requests at one time. */
const LANES = 8;
const ROUNDS = 11;
const COUNT = 200;

/**
 * ManageParameters acknowledged by our DM server (authenticated, checked against the policy, committed), against an echo of
 * as many octets by the npm package `soap`, and against bare node:http.
 */
export const soap: Bench = {
  name: "soap",
  run: async () => {
    const ours = await startWorker<{ origin: string }>("soap-server-worker.ts");
    const other = await startWorker<{ origin: string }>("soap-package-worker.ts");
    const requests = Array.from({ length: 512 }, (_, index) => manageParameters(index));
    const size = requests[0]?.body.length ?? 0;
    const bare = await startWorker<{ port: number }>("bare-server.ts", String(size));
    const at = (index: number): readonly Posting[] => {
      const request = requests[index % requests.length];
      return request ? [request] : [];
    };
    const oursPost = createPoster(ours.ready.origin, LANES);
    const otherPost = createPoster(other.ready.origin, LANES);
    const barePost = createPoster(`http://127.0.0.1:${bare.ready.port}`, LANES);
    const echo = echoOf(size);
    const bareRequest: Posting = {
      path: "/",
      headers: { "content-type": "text/xml" },
      body: new Uint8Array(size),
    };
    const oursTimed = timed((count) => oursPost(count, at));
    const toPackage = await compare(
      oursTimed,
      timed((count) => otherPost(count, () => [echo])),
      ROUNDS,
      COUNT,
    );
    const toBare = await compare(
      oursTimed,
      timed((count) => barePost(count, () => [bareRequest])),
      ROUNDS,
      COUNT,
    );
    return {
      value: rounded(toPackage.ratio),
      unit: "ratio",
      detail: {
        reference: "echo of as many octets by the npm package soap",
        octets: size,
        perSecond: rounded(1e9 / toPackage.oursNanoseconds, 0),
        referencePerSecond: rounded(1e9 / toPackage.referenceNanoseconds, 0),
        ratioToBareHttp: rounded(toBare.ratio, 3),
      },
    };
  },
};

function timed(work: (count: number) => Promise<void>): Contender {
  return async (count) => {
    const start = process.hrtime.bigint();
    await work(count);
    return Number(process.hrtime.bigint() - start);
  };
}

function echoOf(size: number): Posting {
  const head =
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><Echo xmlns="urn:echo"><text>';
  const tail = "</text></Echo></soap:Body></soap:Envelope>";
  const text = "x".repeat(Math.max(0, size - head.length - tail.length));
  return {
    path: "/echo",
    headers: { "content-type": "text/xml; charset=utf-8", soapaction: '"urn:echo"' },
    body: Buffer.from(head + text + tail),
    expect: Buffer.from("xxx"),
  };
}
