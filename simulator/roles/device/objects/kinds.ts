import type { NodeSpec } from "../../../tree/index.ts";
import { createFunction } from "./diagmon/function.ts";
import { functionNodes } from "./diagmon/function-nodes.ts";
import { createReadings, readingsNodes } from "./diagmon/readings.ts";
import { createTrap } from "./diagmon/trap.ts";
import { trapNodes } from "./diagmon/trap-nodes.ts";
import { createFumo } from "./fumo/fumo.ts";
import { fumoNodes } from "./fumo/fumo-nodes.ts";
import { createInboxObject, inboxNodes } from "./inbox/inbox.ts";
import { createLawmo } from "./lawmo/lawmo.ts";
import { lawmoNodes } from "./lawmo/lawmo-nodes.ts";
import type { ManagementObject } from "./management-object.ts";
import type { ObjectSpec } from "./object-spec.ts";
import { createScomo } from "./scomo/scomo.ts";
import { scomoNodes } from "./scomo/scomo-nodes.ts";

/** Creates a management object for one event, from its specification and what was remembered of it. */
export function createObject(
  spec: ObjectSpec,
  segments: readonly string[],
  remembered: unknown,
): ManagementObject {
  switch (spec.kind) {
    case "fumo":
      return createFumo(spec, segments, remembered);
    case "scomo":
      return createScomo(spec, segments, remembered);
    case "lawmo":
      return createLawmo(spec, segments, remembered);
    case "diagmon":
      return createFunction(spec, segments, remembered);
    case "diagmon-trap":
      return createTrap(spec, segments, remembered);
    case "readings":
      return createReadings(spec, segments);
    case "inbox":
      return createInboxObject(spec, segments);
  }
}

/** Nodes of an object as it leaves the factory: names, formats, access types, and the object's id in Type. */
export function objectNodes(spec: ObjectSpec): NodeSpec {
  switch (spec.kind) {
    case "fumo":
      return fumoNodes(spec);
    case "scomo":
      return scomoNodes(spec);
    case "lawmo":
      return lawmoNodes(spec);
    case "diagmon":
      return functionNodes(spec);
    case "diagmon-trap":
      return trapNodes(spec);
    case "readings":
      return readingsNodes(spec);
    case "inbox":
      return inboxNodes();
  }
}
