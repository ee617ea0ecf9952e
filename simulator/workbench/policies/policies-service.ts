import type {
  PoliciesView,
  PolicyCheckView,
  PolicyCommandInput,
  PolicyExplanationView,
  PolicyQuestionInput,
  PolicyView,
} from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import {
  findingsOfPolicy,
  type DmServerCommand,
  type KnownExternalSystem,
} from "../../roles/dm-server/index.ts";
import type { PlacedDmServer, WorldRoles } from "../world-roles.ts";
import { explanationView } from "./explanation.ts";
import { devicesWithin, policiesView } from "./policies-view.ts";
import { policyChanges } from "./policy-changes.ts";
import { policyOf, policyView } from "./policy-form.ts";
import { questionOf } from "./question.ts";

/** The DM server of a world; the first where none is named. Throws `dm-server/unknown`. */
export function dmServerIn(roles: WorldRoles, id: string | undefined): PlacedDmServer {
  const server = id === undefined ? [...roles.dmServers.values()][0] : roles.dmServers.get(id);
  if (server) return server;
  throw new WorkbenchError(
    "dm-server/unknown",
    id === undefined ? "This run has no DM server of ours." : `There is no DM server ${id} in this run.`,
    {},
  );
}

/** The External Systems of a DM server, and what they may do. Throws `dm-server/unknown`. */
export function viewPolicies(roles: WorldRoles, server: string | undefined): PoliciesView {
  return policiesView(dmServerIn(roles, server).view, [...roles.dmServers.keys()], roles.over);
}

/** What is wrong with a policy, and what it would change. Throws `external-system/unknown`. */
export function checkPolicy(
  roles: WorldRoles,
  server: string | undefined,
  externalSystem: string,
  edited: PolicyView,
): PolicyCheckView {
  const { view } = dmServerIn(roles, server);
  const { policy: before } = knownIn(view, externalSystem);
  const after = policyOf(edited);
  const { total, refused, stopped, examples } = view.replay(externalSystem, after);
  return {
    findings: [...findingsOfPolicy(after)],
    changes: policyChanges(before, after),
    devices: devicesWithin(after, view),
    replayed: { total, refused, stopped, examples: [...examples] },
  };
}

/** How a request would be decided. Throws `external-system/unknown`, `policy-input/…`. */
export function explainPolicy(
  roles: WorldRoles,
  server: string | undefined,
  externalSystem: string,
  question: PolicyQuestionInput,
  edited: PolicyView | undefined,
): PolicyExplanationView {
  const { view } = dmServerIn(roles, server);
  knownIn(view, externalSystem);
  const asked = questionOf(question);
  const policy = edited && policyOf(edited);
  return explanationView(asked.operation, view.explain({ ...asked, externalSystem, policy }));
}

/** Changes External Systems, and says how it is taken back. Throws `role/refused`, `external-system/unknown`. */
export async function commandPolicy(
  roles: WorldRoles,
  id: string | undefined,
  input: PolicyCommandInput,
): Promise<{ readonly undo: PolicyCommandInput[] }> {
  const server = dmServerIn(roles, id);
  const undo = undoOf(server, input);
  await server.command(commandOf(input));
  return { undo };
}

function commandOf(input: PolicyCommandInput): DmServerCommand {
  if (input.name === "setPolicy" || input.name === "addExternalSystem")
    return { ...input, policy: policyOf(input.policy) };
  return input;
}

function undoOf({ view }: PlacedDmServer, input: PolicyCommandInput): PolicyCommandInput[] {
  switch (input.name) {
    case "setPolicy":
    case "resetPolicy": {
      const { externalSystem } = input;
      const { policy, origin, configuredPolicy } = knownIn(view, externalSystem);
      return origin === "configuration" && !configuredPolicy
        ? [{ name: "resetPolicy", externalSystem }]
        : [{ name: "setPolicy", externalSystem, policy: policyView(policy) }];
    }
    case "addExternalSystem":
      return [{ name: "removeExternalSystem", externalSystem: input.externalSystem }];
    case "setExternalSystem": {
      const { externalSystem } = input;
      const { name: title, kind } = knownIn(view, externalSystem);
      return [{ name: "setExternalSystem", externalSystem, title, kind }];
    }
    case "removeExternalSystem":
    case "setCredential":
    case "removeCredential":
    case "decideRegistration":
    case "resumeRecipient":
      return []; // secrets cannot be given back, and what was told to others neither
  }
}

function knownIn(view: PlacedDmServer["view"], id: string): KnownExternalSystem {
  for (const system of view.externalSystems()) if (system.id === id) return system;
  throw new WorkbenchError("external-system/unknown", `There is no External System ${id}.`, { id });
}
