import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BodyCommandInput, SyncML } from "../../../../simulator/protocols/syncml/index.ts";
import { builtInProfile, type UserInteraction } from "../../../../simulator/roles/device/index.ts";
import {
  changesBetween,
  countNodes,
  isUriProblem,
  parseLocUri,
  uriLimitsOf,
  valueForFormat,
  type InteriorNode,
  type TreeNode,
} from "../../../../simulator/tree/index.ts";
import { dialogue, headerStatus, serverCred, storeOf, type Dialogue } from "../dialogue.ts";
import { messages, numbered, randomDevice, type Numbered, type RandomDevice } from "./server-messages.ts";

const next: BodyCommandInput = { kind: "Alert", CmdID: "", Data: 1222 };
/** Messages in which a device may answer one of the server's. */
const MOST_ANSWERS = 400;

const run = fc
  .tuple(randomDevice, fc.integer())
  .chain(([device, seed]) => fc.tuple(fc.constant(device), messages(device.profile), fc.constant(seed)));

function open({ profile, encoding, manners, user }: RandomDevice, serverAuth: "none" | "md5"): Dialogue {
  const script: UserInteraction =
    user === "none" ? "none" : { 1101: user, 1103: user === "accept" ? { choices: [1] } : "cancel" };
  return dialogue({
    account: { auth: "none", serverAuth },
    behaviour: { user: script },
    options: { profile: builtInProfile(profile), encoding, manners },
  });
}

type Status = Extract<SyncML["SyncBody"]["commands"][number], { kind: "Status" }>;

const statusesOf = (all: readonly SyncML[], msgId: string): Status[] =>
  all.flatMap(({ SyncBody }) =>
    SyncBody.commands.flatMap((command) =>
      command.kind === "Status" && command.Cmd !== "SyncHdr" && command.MsgRef === msgId ? [command] : [],
    ),
  );

/** One Status for each command, or one for each of its items; in the order of the commands. */
function expectAnswers(list: readonly Numbered[], statuses: readonly Status[]): void {
  const order = statuses.map(({ CmdRef }) => list.findIndex(({ id }) => id === CmdRef));
  expect(order, "in the order of the commands, and of no other").toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
  for (const { id, kind, items } of list) {
    const own = statuses.filter(({ CmdRef }) => CmdRef === id);
    expect(own.every(({ Cmd }) => Cmd === kind)).toBe(true);
    expect([1, Math.max(1, items.length)], `${kind} ${id}`).toContain(own.length);
  }
}

/** Results come after the Status of their Get, which is no failure. */
function expectResults(all: readonly SyncML[], msgId: string, list: readonly Numbered[]): void {
  const good = new Set<string>();
  for (const { SyncBody } of all)
    for (const command of SyncBody.commands) {
      if (command.kind === "Status" && command.MsgRef === msgId && command.Data === 200)
        good.add(command.CmdRef);
      if (command.kind !== "Results" || (command.MsgRef ?? "1") !== msgId) continue;
      expect(good.has(command.CmdRef)).toBe(true);
      expect(list.find(({ id }) => id === command.CmdRef)?.kind).toBe("Get");
    }
}

function expectTree(root: InteriorNode): void {
  const limits = uriLimitsOf(root);
  expect(root.acl).toBeDefined();
  expect(countNodes(root)).toBeLessThanOrEqual(10_000);
  const walk = (node: TreeNode, uri: string): void => {
    const path = parseLocUri(uri, limits);
    if (isUriProblem(path)) expect.unreachable(`${uri}: ${path.text}`);
    if (node.kind === "leaf") {
      expect(valueForFormat(node.format, node.value), uri).toEqual(node.value);
      return;
    }
    for (const [name, child] of node.children) walk(child, `${uri}/${encodeURIComponent(name)}`);
  };
  walk(root, ".");
}

/**
 * What is durable stands before what goes out. Only a management object that goes to work once its Exec is answered commits
 * afterwards: its own memory, or values that it says it has changed itself.
 */
function expectOrder(each: Dialogue): void {
  const request = each.effects.findIndex((effect) => effect.type === "request" && effect.channel === "dm");
  if (request < 0) return;
  each.effects.slice(request + 1).forEach((effect, index, after) => {
    if (effect.type !== "commit") return;
    const next = after[index + 1];
    const byObject =
      effect.writes.every(({ key }) => key.startsWith("object/")) ||
      (next?.type === "report" && next.report.name === "tree.changed" && next.report.data["by"] === "object");
    expect(byObject, JSON.stringify(effect.writes.map(({ key }) => key))).toBe(true);
  });
}

const isDone = ({ Data }: Status): boolean => Data >= 200 && Data < 300 && ![215, 216].includes(Data);

describe("DMPRO any messages of a server at any device", () => {
  test(
    "each command has its Status, messages keep to MaxMsgSize, and the tree stays one",
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(run, ([device, sent]) => {
          const { maxMsgSize } = device;
          const each = open(device, "none");
          let last = each.command({ name: "startSession", sessionId: "C0" });
          let server = 0;
          for (const { commands: made, final } of sent) {
            if (!last) break;
            const before = each.device.view().root;
            const { commands, list } = numbered(made, 2);
            const answers: SyncML[] = [];
            const msgId = String(++server);
            last = each.answer(
              maxMsgSize === undefined ? {} : { Meta: { MaxMsgSize: maxMsgSize } },
              [{ ...headerStatus(last, 200), CmdID: "1" }, ...commands],
              final,
            );
            expectOrder(each);
            for (let turn = 0; last && turn < MOST_ANSWERS; turn++) {
              answers.push(last);
              const { length } = each.request().http.body;
              if (maxMsgSize !== undefined) expect(length).toBeLessThanOrEqual(maxMsgSize);
              const asks = last.SyncBody.commands.some(({ kind }) => kind === "Alert");
              if (last.SyncBody.Final || (!final && asks)) break;
              server++;
              last = each.answer({}, [headerStatus(last, 200), next], false);
            }
            expect(answers.length).toBeLessThan(MOST_ANSWERS);
            const statuses = statusesOf(answers, msgId);
            expectAnswers(list, statuses);
            expectResults(answers, msgId, list);
            const { root } = each.device.view();
            if (!statuses.some(isDone)) expect(changesBetween(before, root)).toEqual([]);
            expectTree(root);
            const kept = dialogue({
              account: { auth: "none", serverAuth: "none" },
              options: { profile: builtInProfile(device.profile) },
              stored: storeOf(each),
            });
            expect(changesBetween(kept.device.view().root, root)).toEqual([]);
          }
        }),
        { numRuns: 150 },
      );
    },
  );

  test("DM12-C-11 of a server that does not prove who it is nothing is executed", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(run, fc.boolean(), ([device, sent], wrong) => {
        const each = open(device, "md5");
        const first = each.command({ name: "startSession", sessionId: "C0" });
        const before = each.device.view().root;
        const { commands, list } = numbered(sent[0]?.commands ?? [], 2);
        const answer = each.answer(wrong ? { Cred: serverCred("none of ours") } : {}, [
          { ...headerStatus(first, 200), CmdID: "1" },
          ...commands,
        ]);
        expect(each.device.view().root).toBe(before);
        const statuses = statusesOf(answer ? [answer] : [], "1");
        expectAnswers(list, statuses);
        expect(statuses.every(({ Data }) => Data === (wrong ? 401 : 407))).toBe(true);
        expect(each.effects.some(({ type }) => type === "commit")).toBe(false);
        expect(answer?.SyncBody.commands.some(({ kind }) => kind === "Results")).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
