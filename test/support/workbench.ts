import { createWorkbenchService, type WorkbenchService } from "../../simulator/workbench/service.ts";
import { createWorkbenchPorts } from "../../simulator/host/ports.ts";

/** A workbench without a live world: scenarios in throw-away worlds, on either wire. */
export function createTestWorkbench(): WorkbenchService {
  return createWorkbenchService(createWorkbenchPorts());
}
