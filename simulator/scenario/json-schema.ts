import * as z from "zod";
import { Scenario } from "./format.ts";

/** JSON Schema (2020-12) of scenario files as people write them: what has a default may be left out. */
export function scenarioSchema(): object {
  return { title: "DM WSI Workbench scenario", ...z.toJSONSchema(Scenario, { io: "input" }) };
}
