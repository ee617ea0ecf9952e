import { createServer } from "node:http";
import { serveWorker } from "./worker.ts";

/*
 * Worker: the least that Node can do for an HTTP server. Reads each request to its end and answers with so many octets;
 * the arguments are the sizes, one answer after the other on each connection.
 */
const answers = process.argv.slice(2).map((size) => Buffer.alloc(Number(size), "x"));

const server = createServer((request, response) => {
  const turn = Number(request.headers["x-turn"] ?? 0);
  request.on("data", () => undefined);
  request.on("end", () => {
    const body = answers[turn] ?? Buffer.alloc(0);
    response.writeHead(200, { "content-type": "text/xml", "content-length": body.length });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  serveWorker({ port: typeof address === "object" ? address?.port : 0 });
});
