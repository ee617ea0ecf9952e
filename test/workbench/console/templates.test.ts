import { describe, expect, it } from "vitest";
import type { ConsoleTemplate } from "../../../simulator/api/index.ts";
import { createTemplates, recordsInMemory } from "../../../simulator/workbench/console/templates.ts";

const request: Omit<ConsoleTemplate, "id" | "name"> = {
  operation: "RegisterExternalSystem",
  sending: {
    soapVersion: "1.2",
    credentials: { who: "typed", scheme: "basic", username: "me", password: "typed-secret" },
    addressing: { use: "off" },
  },
  draft: {
    name: "RegisterExternalSystem",
    children: [
      { name: "name", text: "Care" },
      { name: "callbackCredentials", children: [{ name: "password", text: "draft-secret" }] },
    ],
  },
  envelope: "<a><password>raw-secret</password><wsse:Password Type='t'>token-secret</wsse:Password></a>",
};

function createdOn(records = recordsInMemory()) {
  let count = 0;
  return { records, templates: createTemplates(records, () => `t-${++count}`) };
}

describe("templates", () => {
  it("are kept by name, renamed in place, removed and brought back", async () => {
    const { records, templates } = createdOn();
    const kept = await templates.save({ ...request, name: " Two " });
    await templates.save({ ...request, name: "One" });
    expect(templates.list().map(({ name }) => name)).toEqual(["One", "Two"]);
    await templates.save({ ...kept, name: "Zwei" });
    expect(
      createTemplates(records, () => "x")
        .list()
        .map(({ name }) => name),
    ).toEqual(["One", "Zwei"]);
    await templates.remove(kept.id);
    expect(createTemplates(records, () => "x").list()).toHaveLength(1);
    await templates.save(kept);
    expect(templates.list().map(({ id }) => id)).toContain(kept.id);
  });

  it("hold no password", async () => {
    const { records, templates } = createdOn();
    await templates.save({ ...request, name: "Secrets" });
    const text = JSON.stringify([...records.snapshot.entries("console-template")]);
    expect(text).not.toMatch(/secret/);
    expect(text).toContain("me");
  });

  it("refuse a name that is empty or taken, and an id that is gone", async () => {
    const { templates } = createdOn();
    await templates.save({ ...request, name: "One" });
    await expect(templates.save({ ...request, name: "  " })).rejects.toThrow(/needs a name/);
    await expect(templates.save({ ...request, name: "One" })).rejects.toThrow(/already/);
    await expect(templates.remove("t-9")).rejects.toThrow(/removed before/);
  });

  it("say when they could not be kept, and skip what is no template", async () => {
    const records = recordsInMemory();
    records.commit([{ collection: "console-template", key: "x", value: { id: 1 } }], () => undefined);
    const failing = {
      snapshot: records.snapshot,
      commit: (_: unknown, done: (failure?: { readonly message: string }) => void) =>
        done({ message: "disk full" }),
    };
    const templates = createTemplates(failing, () => "t");
    expect(templates.list()).toEqual([]);
    await expect(templates.save({ ...request, name: "One" })).rejects.toThrow(/disk full/);
    expect(templates.list()).toEqual([]);
  });
});
