import { createServer } from "node:http";
import { serveWorker } from "./worker.ts";

/*
 * Worker: callback endpoints. `/fast` answers at once, `/dead` only once: it takes the confirmation of its registration
 * and never answers again.
 */
let taken = 0;
let octets = 0;
let deadTaken = 0;
const server = createServer((request, response) => {
  let size = 0;
  request.on("data", (chunk: Buffer) => (size += chunk.length));
  request.on("end", () => {
    if (request.url === "/dead" && deadTaken++ > 0) return;
    if (request.url === "/fast") {
      taken++;
      octets += size;
    }
    response.writeHead(200, { "content-length": 0 });
    response.end();
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  serveWorker({ origin: `http://127.0.0.1:${port}` }, undefined, {
    taken: () => taken,
    /** Mean octets of a callback since the last question. */
    octets: () => {
      const mean = taken === 0 ? 0 : octets / taken;
      taken = octets = 0;
      return mean;
    },
    dead: () => deadTaken,
  });
});
