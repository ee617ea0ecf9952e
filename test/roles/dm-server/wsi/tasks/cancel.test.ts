import { describe, expect, test } from "vitest";
import { createBulkDesk, replace } from "./bulk-desk.ts";

const HOUR = 3_600_000;

describe("CancelOperation of a bulk", () => {
  test("before it was begun: nothing begins, all is cancelled", () => {
    const { desk, opened, state, states, told } = createBulkDesk(2);
    const { ack } = desk.ok("SubmitBulkOperation", { target: { all: true }, command: [replace] });
    expect(desk.ok("CancelOperation", { operationId: ack.operationId }).ack).toMatchObject({
      operationId: ack.operationId,
      state: "accepted",
    });
    desk.settle();
    expect(opened()).toEqual([]);
    expect(state(ack.operationId)).toMatchObject({ state: "cancelled", totals: { cancelled: 2 } });
    expect(states(ack.operationId)).toBe("cancelled cancelled");
    expect(told("OperationResult")).toMatchObject([{ state: "cancelled", totals: { cancelled: 2 } }]);
  });

  test("while it waits for its time", () => {
    const { desk, submit, opened, state } = createBulkDesk(2);
    const id = submit({ startAt: desk.date + HOUR });
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    expect(state(id).state).toBe("cancelled");
    desk.advance(2 * HOUR);
    expect(opened()).toEqual([]);
  });

  test("running: what waits is cancelled, what was sent is waited for", () => {
    const { desk, submit, establish, answer, state, states, ended, told } = createBulkDesk(4);
    const id = submit({ maxParallel: 2 });
    establish(id, "d1");
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    expect(ended()).toEqual([`${id}/d1`, `${id}/d2`]);
    expect(state(id)).toMatchObject({ state: "running", totals: { cancelled: 3 } });
    answer(id, "d1");
    expect(states(id)).toBe("succeeded cancelled cancelled cancelled");
    const [result, ...more] = told("OperationResult");
    expect(result).toMatchObject({ state: "cancelled", totals: { succeeded: 1, cancelled: 3 } });
    expect(more).toEqual([]);
  });

  test("running, and every device was sent it: the real state is told", () => {
    const { desk, submit, establish, answer, state } = createBulkDesk(2);
    const id = submit();
    establish(id, "d1");
    establish(id, "d2");
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    answer(id, "d1");
    answer(id, "d2");
    expect(state(id).state).toBe("succeeded");
  });

  test("a device that was sent only a part of it is cancelled, with what it answered", () => {
    const { desk, submit, establish, results, state } = createBulkDesk(1);
    const id = submit({ command: [replace, replace] });
    establish(id, "d1");
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    const work = `${id}/d1`;
    const outcomes = [{ reference: "1", status: 200, items: [] }];
    desk.report({ type: "package3", work, messages: [], references: new Map(), outcomes });
    desk.report({ type: "closed", work });
    expect(state(id).state).toBe("cancelled");
    expect(results(id)).toMatchObject([{ state: "cancelled", commandResult: [{ index: "1", status: 200 }] }]);
  });

  test("an offline device that came after its place was given away is cancelled too", () => {
    const { desk, submit, state, ended } = createBulkDesk(1);
    const id = submit({ maxParallel: 1 });
    desk.report({ type: "unreached", work: `${id}/d1` });
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    expect(ended()).toEqual([`${id}/d1`]);
    expect(state(id).state).toBe("cancelled");
  });

  test("cancelling and terminal: the acknowledgement is a rejection", () => {
    const { desk, submit, establish, answer, told } = createBulkDesk(1);
    const id = submit();
    establish(id, "d1");
    desk.ok("CancelOperation", { operationId: id });
    expect(desk.ok("CancelOperation", { operationId: id }).ack).toMatchObject({
      state: "rejected",
      reason: "the operation is being cancelled",
    });
    answer(id, "d1");
    expect(desk.ok("CancelOperation", { operationId: id }).ack).toMatchObject({
      operationId: id,
      state: "rejected",
      reason: "the operation is succeeded",
    });
    expect(told("OperationResult")).toHaveLength(1);
  });

  test("a device that comes between the acknowledgement of the cancel and its work gets nothing", () => {
    const { desk, submit, establish, state, states, ended } = createBulkDesk(1);
    const id = submit();
    desk.ok("CancelOperation", { operationId: id });
    establish(id, "d1");
    expect(ended()).toContain(`${id}/d1`);
    desk.report({ type: "closed", work: `${id}/d1` });
    desk.settle();
    expect(state(id).state).toBe("cancelled");
    expect(states(id)).toBe("cancelled");
  });

  test("what was with a device before a restart and is cancelled before it came again is unknown", () => {
    const { desk, submit, establish, state, states } = createBulkDesk(2);
    const id = submit();
    establish(id, "d1");
    desk.restart();
    desk.settle();
    desk.ok("CancelOperation", { operationId: id });
    desk.settle();
    expect(states(id)).toBe("unknown cancelled");
    expect(state(id)).toMatchObject({ totals: { failed: 1, cancelled: 1 } });
  });

  test("expiry while it is cancelled ends it", () => {
    const { desk, submit, establish, state, states } = createBulkDesk(2);
    const id = submit({ expires: HOUR });
    establish(id, "d1");
    desk.ok("CancelOperation", { operationId: id });
    desk.advance(HOUR);
    expect(state(id)).toMatchObject({ state: "cancelled", totals: { cancelled: 1, expired: 1 } });
    expect(states(id)).toBe("expired cancelled");
  });
});

describe("cancelled by a person", () => {
  test("any operation on devices, with the reason; others are refused", () => {
    const { desk, submit, state, told } = createBulkDesk(2);
    const id = submit();
    const single = desk.ok("ManageParameters", { deviceId: "d1", command: [replace] }).ack.operationId;
    const found = desk.ok("DiscoverDevices", {}).ack.operationId;
    desk.settle();
    const refusals: (string | undefined)[] = [];
    desk.command((side, turn) => {
      for (const operationId of [id, single, single, found, "op-0"])
        refusals.push(side.cancelOperation(operationId, turn));
    });
    expect(refusals).toEqual([
      undefined,
      undefined,
      "the operation is cancelled",
      "the operation is succeeded",
      "there is no such operation",
    ]);
    expect(state(id)).toMatchObject({ state: "cancelled", reason: "cancelled by a person" });
    expect(told("OperationResult").map(({ state: end }) => end)).toEqual(["cancelled", "cancelled"]);
  });
});
