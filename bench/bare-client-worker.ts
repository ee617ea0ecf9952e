import { createPoster } from "./poster.ts";
import { serveWorker } from "./worker.ts";

/*
 * Worker: posts requests of the given sizes, one after the other, as one unit of work. Arguments: origin, units at a time,
 * sizes.
 */
const [origin = "", lanes = "1", ...sizes] = process.argv.slice(2);
const unit = sizes.map((size, turn) => ({
  path: "/",
  headers: { "content-type": "text/xml", "x-turn": String(turn) },
  body: Buffer.alloc(Number(size), "x"),
}));
const post = createPoster(origin, Number(lanes));
serveWorker({}, (count) => post(count, () => unit));
