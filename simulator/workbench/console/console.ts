import type { CallDraft, ConsoleSystem, Draft, DraftCheck, Sending } from "../../api/index.ts";
import type { Emitter } from "../../core/emitter.ts";
import { randomUuid } from "../../core/ids.ts";
import { utf8 } from "../../core/bytes.ts";
import { WorkbenchError } from "../../core/error.ts";
import { seededRandom } from "../../core/random.ts";
import type { Journal } from "../../journal/journal.ts";
import { isOperationName, operations, type OperationName } from "../../protocols/wsi/index.ts";
import { createProfileNames } from "../../stacks/wsi-profile-names.ts";
import { contractProfile, profiledAction } from "../../stacks/wsi-profile.ts";
import { isUriProblem, nodeAt, parseLocUri, type InteriorNode } from "../../tree/index.ts";
import type { SimulatedDevice } from "../devices/device-port.ts";
import { valueText } from "../devices/tree-view.ts";
import type { JournalSource } from "../journal-source.ts";
import { optionally } from "../optionally.ts";
import type { WorkbenchService } from "../service.ts";
import { againOf, type AgainRequest } from "./again.ts";
import { createCallLog, type CallLog } from "./call-log.ts";
import { checkDraft } from "./check-draft.ts";
import { complete, type Completions } from "./complete.ts";
import { curlText } from "./curl.ts";
import { commandsIn, textOf } from "./draft.ts";
import { fillEnvelope, writeDraft } from "./envelope.ts";
import { exampleOf } from "./examples.ts";
import { notesOn } from "./notes.ts";
import { credentialsOf, grantedDevices, systemIn, systemView } from "./sender.ts";
import { callLine, callStory } from "./story.ts";
import { createTemplates, recordsInMemory, type Templates } from "./templates.ts";

/** A request of the console for a run. */
export interface ConsoleRequest {
  readonly run: string;
  readonly system: string;
  readonly operation: string;
  readonly draft: Draft;
  readonly sending: Sending;
}

/** What the console screen can do in the runs of a workbench. */
export interface Console {
  readonly templates: Templates;
  systems(run: string): { readonly systems: ConsoleSystem[]; readonly over?: string };
  check(request: ConsoleRequest): DraftCheck;
  example(run: string, system: string, operation: string): Draft;
  complete(
    run: string,
    what: Parameters<typeof complete>[1],
    text: string,
    device: string | undefined,
  ): Completions;
  /** Rejects with `role/refused` where the External System can send nothing. */
  send(run: string, made: CallDraft, from: string | undefined): Promise<string>;
  /** The work of an operation once more. Throws `operation/unknown`, `operation/not-repeatable`. */
  again(run: string, operation: string, phases: readonly string[]): AgainRequest;
  log(run: string): CallLog;
  /** The history of calls, and the story of one. */
  read(run: string, call: string | undefined): ReturnType<typeof readLog>;
  readonly changed: (run: string) => Emitter<undefined>;
}

/** Nodes that are looked up for one request. */
const MOST_NODES = 20;

/** Creates the console of a workbench. */
export function createConsole(service: WorkbenchService): Console {
  const { ports } = service;
  const random = seededRandom(ports.newSeed());
  const logs = new WeakMap<Journal, CallLog>();
  const logOf = (run: string): CallLog => {
    const source = service.source(run);
    let log = logs.get(source.journal);
    if (!log) {
      logs.set(source.journal, (log = createCallLog(source, () => service.roles(run))));
    }
    return log;
  };
  let references = 0;

  const check = ({ run, system, operation, draft, sending }: ConsoleRequest): DraftCheck => {
    const { options } = systemIn(service.roles(run), system);
    const credentials = credentialsOf(options, sending);
    const { wsiUrl: endpoint, profile } = options;
    const { xml, places } = writeDraft({ operation, draft, sending, credentials, endpoint, profile });
    const action = profiledAction(profile ?? contractProfile, operation);
    const declared = isOperationName(operation) ? operations[operation].request : undefined;
    const { problems, notes } = notesOn(draft, ports.wall.now());
    return {
      xml,
      places,
      bytes: utf8(xml).length,
      problems: [...(declared ? checkDraft(declared, draft) : [unknownOperation(operation)]), ...problems],
      notes: [...notes],
      nodes: nodesOf(draft, service.devices(run).devices.get(textOf(draft, "deviceId") ?? "")),
      curl: curlText(endpoint, action, sending, credentials, xml),
    };
  };

  return {
    templates: createTemplates(ports.records ?? recordsInMemory(), () => randomUuid(random)),
    systems: (run) => {
      const roles = service.roles(run);
      const seen = lastCallback(service.source(run));
      return {
        systems: [...roles.externalSystems.values()].map((system) =>
          systemView(system, roles, seen(system.id)),
        ),
        ...optionally("over", roles.over),
      };
    },
    check,
    example: (run, system, operation) => {
      if (!isOperationName(operation))
        throw new WorkbenchError("console/operation", unknownOperation(operation).text, {});
      const roles = service.roles(run);
      const { options } = systemIn(roles, system);
      const { known } = logOf(run);
      const devices = service.devices(run);
      const granted = grantedDevices(roles, system);
      const first = granted.first[0] ?? devices.devices.keys().next().value;
      const device = devices.devices.get(first ?? "");
      return exampleOf(operation, {
        system: options,
        device: first ?? "IMEI:350000000000017",
        bulk: granted.mayAll ? undefined : granted.first,
        writable: writableIn(device),
        id: (kind) => known.of(kind, system)[0]?.value ?? "",
        reference: `console-${++references}`,
        diagnosticFunction: diagnosticIn(device) ?? "urn:oma:mo:oma-diag:batteryinfo:1.0",
        crypto: ports.crypto,
      });
    },
    complete: (run, what, text, device) =>
      complete(
        { devices: service.devices(run), roles: service.roles(run), known: logOf(run).known },
        what,
        text,
        device,
      ),
    send: async (run, made, from) => {
      const system = systemIn(service.roles(run), made.system);
      if (!isOperationName(made.operation))
        throw new WorkbenchError("console/operation", unknownOperation(made.operation).text, {});
      const operation: OperationName = made.operation;
      const credentials = credentialsOf(system.options, made.sending);
      const text = made.envelope ?? check({ run, ...made, draft: made.draft ?? { name: operation } }).xml;
      const filled = fillEnvelope(text, {
        credentials,
        crypto: ports.crypto,
        random,
        date: ports.wall.now(),
      });
      const { profile } = system.options;
      // as it crosses, so that its message is recognised
      const envelope = profile ? createProfileNames(profile).textOut(filled) : filled;
      const log = logOf(run);
      const call = log.begin(made, envelope, ports.wall.now(), from);
      try {
        await system.command({
          name: "call",
          call: call.id,
          operation,
          envelope,
          soapVersion: made.sending.soapVersion,
          credentials,
          // the headers are written in the envelope
          addressing: "off",
        });
      } catch (error) {
        log.drop(call.id);
        throw error;
      }
      return call.id;
    },
    again: (run, operation, phases) =>
      againOf(service.roles(run), operation, phases, `console-${++references}`),
    log: logOf,
    read: (run, call) => readLog(service, logOf(run), run, call),
    changed: (run) => logOf(run).changed,
  };
}

function readLog(service: WorkbenchService, log: CallLog, run: string, call: string | undefined) {
  const roles = service.roles(run);
  const calls = log.calls();
  const told = calls.find(({ id }) => id === call);
  return {
    calls: calls.map((each) => callLine(each, roles)),
    ...optionally("story", told && callStory(told, service.source(run), roles)),
  };
}

function unknownOperation(operation: string): { readonly path: string; readonly text: string } {
  return { path: "", text: `${operation.slice(0, 80)} is no operation of the contract.` };
}

/** Records from the end of a journal that are looked at for a callback. */
const LOOK_BACK = 5000;

/** Run time of the newest callback that reached an External System. */
function lastCallback({ journal }: JournalSource): (system: string) => number | undefined {
  const records = journal.read(Math.max(0, journal.length - LOOK_BACK), LOOK_BACK);
  return (system) =>
    records.findLast(
      (record) =>
        record.kind === "crossing" &&
        record.channel === "wsi-callback" &&
        record.direction === "request" &&
        record.to.name === system,
    )?.wall;
}

/** What a device holds at the LocURIs of a request's commands. */
function nodesOf(draft: Draft, device: SimulatedDevice | undefined): DraftCheck["nodes"] {
  if (!device) return [];
  const uris = ["command", "setUp"].flatMap((field) =>
    commandsIn(draft, field).flatMap(
      ({ command }) => textOf(command, "locUri") ?? textOf(command, "from") ?? [],
    ),
  );
  if (uris.length === 0) return [];
  const { root } = device.view();
  return [...new Set(uris)].slice(0, MOST_NODES).map((uri) => nodeLine(root, uri));
}

function nodeLine(root: InteriorNode, uri: string): DraftCheck["nodes"][number] {
  const path = parseLocUri(uri.replace(/\?.*$/, ""));
  if (isUriProblem(path)) return { uri, missing: "no LocURI" };
  const node = nodeAt(root, path.segments);
  if (!node) return { uri, missing: "not in the tree" };
  if (node.kind === "interior")
    return { uri, format: "node", value: [...node.children.keys()].join(" ").slice(0, 200) };
  const value = valueText(node, path.segments.at(-1) ?? "");
  return {
    uri,
    format: node.format,
    ...(value === undefined ? { missing: "not readable" } : { value: value.slice(0, 200) }),
  };
}

/** A node of the device that examples may write. */
function writableIn(device: SimulatedDevice | undefined): {
  readonly uri: string;
  readonly format: string;
  readonly value: string;
} {
  const fallback = { uri: "./Settings/Ring", format: "chr", value: "Chime" };
  if (!device) return fallback;
  const settings = nodeAt(device.view().root, ["Settings"]);
  if (settings?.kind !== "interior") return fallback;
  for (const [name, node] of settings.children)
    if (
      node.kind === "leaf" &&
      typeof node.value === "string" &&
      node.access.some((right) => String(right) === "Replace")
    )
      return { uri: `./Settings/${name}`, format: node.format, value: otherValue(node.format, node.value) };
  return fallback;
}

function otherValue(format: string, value: string): string {
  if (format === "int") return String(Number(value) + 1);
  if (format === "bool") return value === "true" ? "false" : "true";
  return value === "Chime" ? "Bell" : "Chime";
}

/** Type of the first diagnostic function of a device. */
function diagnosticIn(device: SimulatedDevice | undefined): string | undefined {
  if (!device) return undefined;
  const visit = (node: InteriorNode): string | undefined => {
    if (node.type.startsWith("urn:oma:mo:oma-diag:")) return node.type;
    for (const child of node.children.values()) {
      const found = child.kind === "interior" ? visit(child) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(device.view().root);
}
