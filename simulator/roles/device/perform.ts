import type { ItemInput, SimpleCommand } from "../../protocols/syncml/index.ts";
import {
  add,
  copy,
  get,
  isUriProblem,
  lookUpExec,
  parseLocUri,
  printLocUri,
  remove,
  replace,
  valueSize,
  type NodeData,
  type ReadItem,
  type TreeOutcome,
} from "../../tree/index.ts";
import { dataOf, itemOf } from "./encoding.ts";
import type { Execution, Part, Performed } from "./execution.ts";
import { answerUserAlert, isUserAlert } from "./user-interaction.ts";

type Operands = Exclude<SimpleCommand, { readonly kind: "Alert" }>;
type Item = Operands["Item"][number];

/** Executes one command that stands alone, item by item (DM Protocol 1.2, 8.6). */
export function perform(command: SimpleCommand, execution: Execution): Performed {
  if (command.kind === "Alert") return performAlert(command, execution);
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

function performItem(command: Operands, item: Item, execution: Execution, results: ItemInput[]): number {
  const uri = item.Target?.LocURI;
  if (uri === undefined || uri === "") return 400;
  if (command.kind === "Exec") return performExec(command, uri, item, execution);
  const outcome = operate(command, uri, item, execution);
  if (outcome.items?.some((each) => sizeOf(each) > execution.largestResult)) return 413;
  execution.root = outcome.root;
  for (const each of outcome.items ?? []) results.push(itemOf(each));
  return outcome.code;
}

function operate(
  command: Exclude<Operands, { readonly kind: "Exec" }>,
  uri: string,
  item: Item,
  execution: Execution,
): TreeOutcome {
  const { root, tree } = execution;
  switch (command.kind) {
    case "Get":
      return get(root, uri, tree);
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

function performExec(
  command: Extract<Operands, { readonly kind: "Exec" }>,
  uri: string,
  item: Item,
  execution: Execution,
): number {
  const outcome = lookUpExec(execution.root, uri, execution.tree);
  if (outcome.code !== 200) return outcome.code;
  const path = parseLocUri(uri);
  const name = isUriProblem(path) ? uri : printLocUri(path.segments);
  const status = execution.execs[name]?.status ?? 200;
  const data = dataOf(item.Data);
  if (status < 300)
    execution.started.push({
      uri: name,
      status,
      data: typeof data === "string" ? data : undefined,
      correlator: command.Correlator,
    });
  return status;
}

function performAlert(
  command: Extract<SimpleCommand, { readonly kind: "Alert" }>,
  execution: Execution,
): Performed {
  const code = command.Data;
  if (code === undefined) return { parts: [{ code: 412 }] };
  if (isUserAlert(code)) {
    const answer = answerUserAlert(command, code, execution.user);
    return { parts: [{ code: answer.code }], items: answer.items, interruption: answer.interruption };
  }
  return { parts: [{ code: code === 1222 || code === 1225 ? 200 : 406 }] };
}

/** Meta of the command is the default for its items, child by child (section 6). */
function nodeData(command: Operands, item: Item): NodeData {
  return {
    format: item.Meta?.Format ?? command.Meta?.Format,
    type: item.Meta?.Type ?? command.Meta?.Type,
    data: dataOf(item.Data),
  };
}

function sizeOf(item: ReadItem): number {
  if (item.data === undefined) return 0;
  const size = valueSize(item.data);
  return typeof item.data === "string" ? size : Math.ceil(size / 3) * 4;
}
