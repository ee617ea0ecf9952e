import { test } from "vitest";
import { expectEveryResultOnce } from "./function-on-many.ts";

test("F3.11 a function on a thousand devices reports all results, each once to each recipient", () => {
  expectEveryResultOnce(1000);
});
