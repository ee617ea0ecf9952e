import { describe, expect, test } from "vitest";
import { createEmitter } from "../../simulator/core/emitter.ts";
import { errorText, isWorkbenchError, WorkbenchError } from "../../simulator/core/error.ts";
import { hasError, type Finding } from "../../simulator/core/finding.ts";
import { spec, specText } from "../../simulator/core/spec-ref.ts";

describe("errors", () => {
  test("carry a code by area, data and a cause", () => {
    const cause = new Error("below");
    const error = new WorkbenchError("xml/missing", "Nothing to write", { key: "CmdID" }, cause);
    expect(isWorkbenchError(error, "xml/missing")).toBe(true);
    expect(isWorkbenchError(error, "xml/")).toBe(true);
    expect(isWorkbenchError(error, "wbxml/")).toBe(false);
    expect(isWorkbenchError(cause)).toBe(false);
    expect(error.cause).toBe(cause);
    expect(error.data).toEqual({ key: "CmdID" });
    expect([errorText(error), errorText("plain")]).toEqual(["Nothing to write", "plain"]);
  });
});

describe("findings", () => {
  test("an error among them counts", () => {
    const finding = (severity: Finding["severity"]): Finding => ({ severity, code: "a/b", text: "" });
    expect(hasError([finding("info"), finding("warning")])).toBe(false);
    expect(hasError([finding("info"), finding("error")])).toBe(true);
  });

  test("a reference reads as a person looks it up", () => {
    expect(specText(spec("dm-pro", "8.3 Package 1"))).toBe("OMA DM Protocol 1.2, 8.3 Package 1");
  });
});

describe("emitter", () => {
  test("tells listeners in order, also one that leaves; not one that comes meanwhile", () => {
    const emitter = createEmitter<number>();
    const seen: string[] = [];
    const leave = emitter.subscribe((value) => {
      seen.push(`a${value}`);
      leave();
      emitter.subscribe((late) => seen.push(`late${late}`));
    });
    emitter.subscribe((value) => seen.push(`b${value}`));
    emitter.emit(1);
    emitter.emit(2);
    leave();
    expect(seen).toEqual(["a1", "b1", "b2", "late2"]);
  });

  test("the same listener twice is two subscriptions", () => {
    const emitter = createEmitter<string>();
    let count = 0;
    const listener = (): void => {
      count++;
    };
    const leave = emitter.subscribe(listener);
    emitter.subscribe(listener);
    leave();
    emitter.emit("x");
    expect(count).toBe(1);
  });
});
