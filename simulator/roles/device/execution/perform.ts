import type { ItemInput, SimpleCommand } from "../../../protocols/syncml/index.ts";
import {
  add,
  copy,
  get,
  isUriProblem,
  lookUpExec,
  nodeAt,
  parseLocUri,
  printLocUri,
  remove,
  replace,
  type NodeData,
  type TreeOutcome,
} from "../../../tree/index.ts";
import { dataOf, itemOf, travellingSize } from "../encoding.ts";
import { withValueChanges } from "../objects/node-values.ts";
import type { Asking } from "../session/session.ts";
import { alertAnswer, isUserAlert, questionOf, scriptedAnswer } from "../user-interaction.ts";
import type { ChangeKind, Execution, Part, Performed } from "./execution.ts";

type Operands = Exclude<SimpleCommand, { readonly kind: "Alert" }>;
type Item = Operands["Item"][number];

/** Executes one command that stands alone, item by item (DM Protocol 1.2, 8.6). A person may have to be asked. */
export function* perform(command: SimpleCommand, execution: Execution): Asking<Performed> {
  if (command.kind === "Alert") return yield* performAlert(command, execution);
  if (command.Item.length === 0) return { parts: [{ code: 400 }] };
  if (command.kind === "Exec" && command.Item.length > 1) return { parts: [{ code: 400 }] };
  // a command in an Atomic or Sequence arrives whole (8.9); alone, its chunks were joined before
  if (command.Item.some((item) => item.MoreData)) return { parts: [{ code: 400 }] };
  const results: ItemInput[] = [];
  const parts = command.Item.map((item): Part => {
    const targetRef = item.Target?.LocURI;
    const sourceRef = command.kind === "Copy" ? item.Source?.LocURI : undefined;
    return { code: performItem(command, item, execution, results), targetRef, sourceRef };
  });
  return { parts, results };
}

/** The URI of the node, as we write it, whatever is asked of it. */
export function nodeUriOf(uri: string): string {
  const path = parseLocUri(uri);
  return isUriProblem(path) ? uri : printLocUri(path.segments);
}

function performItem(command: Operands, item: Item, execution: Execution, results: ItemInput[]): number {
  const uri = item.Target?.LocURI;
  if (uri === undefined || uri === "") return 400;
  const planned = execution.behaviour.failures?.[nodeUriOf(uri)];
  if (planned !== undefined) return planned;
  if (command.kind === "Exec") return performExec(command, uri, item, execution);
  const outcome = operate(command, uri, item, execution);
  const { encoding, largestResult } = execution;
  for (const { data } of outcome.items ?? [])
    if (data !== undefined && travellingSize(data, encoding) > largestResult) return 413;
  for (const each of outcome.items ?? []) results.push(itemOf(each, encoding));
  if (command.kind === "Get") return outcome.code;
  if (outcome.root !== execution.state.root)
    execution.changes.push({
      uri: outcome.placed ?? nodeUriOf(uri),
      how: changeOf(command, uri, execution, outcome),
    });
  execution.state.root = outcome.root;
  return outcome.code;
}

function operate(
  command: Exclude<Operands, { readonly kind: "Exec" }>,
  uri: string,
  item: Item,
  execution: Execution,
): TreeOutcome {
  const { state, tree } = execution;
  const { root } = state;
  switch (command.kind) {
    case "Get": {
      const path = parseLocUri(uri);
      const live = isUriProblem(path) ? [] : execution.objects.live(path.segments);
      return get(live.length === 0 ? root : withValueChanges(root, live, tree.date), uri, tree);
    }
    case "Add":
      return add(root, uri, nodeData(command, item), tree);
    case "Replace":
      return replace(root, uri, nodeData(command, item), tree);
    case "Delete":
      return remove(root, uri, tree);
    case "Copy": {
      const source = item.Source?.LocURI;
      return source === undefined ? { code: 400, root } : copy(root, source, uri, tree);
    }
  }
}

function changeOf(
  command: Operands,
  uri: string,
  { state }: Execution,
  outcome: TreeOutcome,
): Exclude<ChangeKind, "inside"> {
  if (command.kind === "Add") return "add";
  if (command.kind === "Delete") return "delete";
  if (command.kind === "Copy") return existed(state.root, uri) ? "replace" : "add";
  if (uri.endsWith("?prop=ACL")) return "acl";
  return uri.endsWith("?prop=Name") && !existed(outcome.root, uri) ? "rename" : "replace";
}

function existed(root: TreeOutcome["root"], uri: string): boolean {
  const path = parseLocUri(uri);
  return !isUriProblem(path) && nodeAt(root, path.segments) !== undefined;
}

function performExec(
  command: Extract<Operands, { readonly kind: "Exec" }>,
  uri: string,
  item: Item,
  execution: Execution,
): number {
  const outcome = lookUpExec(execution.state.root, uri, execution.tree);
  if (outcome.code !== 200) return outcome.code;
  const path = parseLocUri(uri);
  const segments = isUriProblem(path) ? [] : path.segments;
  const name = nodeUriOf(uri);
  const given = dataOf(item.Data);
  const data = typeof given === "string" ? given : undefined;
  const { Correlator: correlator } = command;
  const { serverId, date } = execution.tree;
  const answer = execution.objects.exec({ uri: name, segments, data, correlator, serverId });
  const status = answer?.status ?? execution.execs[name]?.status ?? 200;
  if (answer?.changes && answer.changes.length > 0) {
    execution.state.root = withValueChanges(execution.state.root, answer.changes, date);
    for (const change of answer.changes)
      execution.changes.push({ uri: printLocUri(change.segments), how: "inside" });
  }
  if (answer?.work) execution.works.push({ object: answer.object, work: answer.work });
  if (status < 300) execution.started.push({ uri: name, status, data, correlator });
  return status;
}

function* performAlert(
  command: Extract<SimpleCommand, { readonly kind: "Alert" }>,
  execution: Execution,
): Asking<Performed> {
  const code = command.Data;
  if (code === undefined) return { parts: [{ code: 412 }] };
  if (!isUserAlert(code)) return { parts: [{ code: code === 1222 || code === 1225 ? 200 : 406 }] };
  const { user } = execution.behaviour;
  if (user === "none") return { parts: [{ code: 406 }] };
  const question = questionOf(command, code);
  if (typeof question === "number") return { parts: [{ code: question }] };
  const given = user === "person" ? yield question : scriptedAnswer(question, user);
  const answer = alertAnswer(question, given);
  return { parts: [{ code: answer.code }], items: answer.items, interruption: answer.interruption };
}

/** Meta of the command is the default for its items, child by child (section 6). */
function nodeData(command: Operands, item: Item): NodeData {
  return {
    format: item.Meta?.Format ?? command.Meta?.Format,
    type: item.Meta?.Type ?? command.Meta?.Type,
    data: dataOf(item.Data),
  };
}
