import { utf8TextLenient } from "../../../../core/bytes.ts";
import { tndsMediaTypes, type MgmtTreeEncoding } from "../../../../protocols/dmddf/index.ts";
import { printLocUri } from "../../../../tree/index.ts";
import type { CommandOutcome, DeviceCommandInput, ReferencedCommand } from "../../ports.ts";
import { isSuccess } from "../results.ts";
import { resultOf } from "../tasks/plan-commands.ts";
import type { DevicePlan, Planner, TaskResult } from "../tasks/task-contract.ts";
import { accessesOfConfiguration } from "./content.ts";
import { parameterCommand, type Parameter } from "./parameters.ts";
import { tndsDocument, type TndsRoot } from "./tnds.ts";

/**
 * Applies a configuration (contract, section 9). A TNDS document: each of its subtrees is looked for first, then replaced
 * where it is there, else added. Parameters: replaced, and added where the device says 404. A provisioning document is
 * pushed. Doing it twice changes nothing but for the push: what is there is asked anew.
 */
export const configurationPlanner: Planner<"configuration"> = {
  accesses: ({ configurationId }, { library }) => {
    const configuration = library.understood(configurationId);
    return configuration ? accessesOfConfiguration(configuration) : [];
  },
  plan: ({ configurationId }, { deviceId }, _operation, { library, inventory }) => {
    const configuration = library.understood(configurationId);
    if (!configuration) return { impossible: "the configuration is not stored any more" };
    switch (configuration.kind) {
      case "tnds":
        return planOfTnds(configuration.roots, () =>
          // known since its Package 1 of this session
          inventory.device(deviceId)?.capabilities?.encoding === "wbxml" ? "wbxml" : "xml",
        );
      case "parameters":
        return planOfParameters(configuration.parameters);
      case "provisioning":
        return { push: (turn) => library.sendDocument(deviceId, configuration.document, turn) };
    }
  },
  repeatable: ({ configurationId }, { library }) =>
    library.understood(configurationId)?.kind !== "provisioning",
};

const LOOK = "look-";
const SET = "set-";
const ADD = "add-";
const NOT_FOUND = 404;

function planOfTnds(roots: readonly TndsRoot[], encodingOf: () => MgmtTreeEncoding): DevicePlan {
  return {
    next: (answered) => {
      const outcomes = byReference(answered);
      if (answered.length === 0) return { kind: "send", commands: roots.map(lookFor) };
      if (!outcomes.has(`${SET}1`)) {
        const encoding = encodingOf();
        const commands = roots.map((root, index) => {
          const there = outcomes.get(`${LOOK}${index + 1}`)?.status !== NOT_FOUND;
          return { reference: `${SET}${index + 1}`, command: subtreeCommand(root, there, encoding) };
        });
        return { kind: "send", commands };
      }
      return { kind: "done", result: applied(roots, outcomes) };
    },
  };
}

function lookFor({ uri }: TndsRoot, index: number): ReferencedCommand {
  const command: DeviceCommandInput = { kind: "Get", CmdID: "", Item: [{ Target: { LocURI: uri } }] };
  return { reference: `${LOOK}${index + 1}`, command };
}

/** Replace of the subtree itself, or Add below its parent (DM TNDS 1.2, 7). */
function subtreeCommand(root: TndsRoot, there: boolean, encoding: MgmtTreeEncoding): DeviceCommandInput {
  const document = documentOf(root, encoding);
  const Meta = { Format: encoding === "xml" ? "xml" : "bin", Type: tndsMediaTypes[encoding] };
  const LocURI = there ? root.uri : printLocUri(root.segments.slice(0, -1));
  return { kind: there ? "Replace" : "Add", CmdID: "", Item: [{ Target: { LocURI }, Meta, Data: document }] };
}

/** Documents by their subtree: they are written once, however many devices they are for. */
const documents = new WeakMap<TndsRoot, Partial<Record<MgmtTreeEncoding, string | Uint8Array>>>();

function documentOf(root: TndsRoot, encoding: MgmtTreeEncoding): string | Uint8Array {
  const known = documents.get(root) ?? {};
  const octets = known[encoding] ?? tndsDocument(root, encoding);
  const document = encoding === "xml" && typeof octets !== "string" ? utf8TextLenient(octets) : octets;
  documents.set(root, { ...known, [encoding]: document });
  return document;
}

function planOfParameters(parameters: readonly Parameter[]): DevicePlan {
  const commands = (kind: "Add" | "Replace", wanted: (index: number) => boolean): ReferencedCommand[] =>
    parameters.flatMap((parameter, index) => {
      const reference = `${kind === "Add" ? ADD : SET}${index + 1}`;
      return wanted(index) ? [{ reference, command: parameterCommand(kind, parameter) }] : [];
    });
  return {
    next: (answered) => {
      if (answered.length === 0) return { kind: "send", commands: commands("Replace", () => true) };
      const outcomes = byReference(answered);
      const missing = commands("Add", (index) => outcomes.get(`${SET}${index + 1}`)?.status === NOT_FOUND);
      const open = missing.filter(({ reference }) => !outcomes.has(reference));
      if (open.length > 0) return { kind: "send", commands: open };
      const uris = parameters.map(({ locUri }) => ({ uri: locUri }));
      return { kind: "done", result: applied(uris, outcomes) };
    },
  };
}

function byReference(answered: readonly CommandOutcome[]): ReadonlyMap<string, CommandOutcome> {
  return new Map(answered.map((outcome) => [outcome.reference, outcome]));
}

/** The last answer to each part, under the number of the part. */
function applied(
  parts: readonly { readonly uri: string }[],
  outcomes: ReadonlyMap<string, CommandOutcome>,
): TaskResult {
  const last = parts.map((_, index): CommandOutcome => {
    const reference = String(index + 1);
    const outcome = outcomes.get(`${ADD}${reference}`) ?? outcomes.get(`${SET}${reference}`);
    return { reference, status: outcome?.status ?? NOT_FOUND, items: [] };
  });
  const refused = parts.filter((_, index) => !isSuccess(last[index]?.status ?? NOT_FOUND));
  const result = resultOf(last);
  if (refused.length === 0) return result;
  const [first] = refused;
  const others = refused.length > 1 ? ` and ${refused.length - 1} more` : "";
  return { ...result, reason: `the device did not take ${first?.uri ?? ""}${others}` };
}
