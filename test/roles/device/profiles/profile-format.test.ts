import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { goodManners, mannerNames, mannerTexts } from "../../../../simulator/roles/device/manners/index.ts";
import { MannersForm, profileSchema } from "../../../../simulator/roles/device/profiles/profile-format.ts";
import { readProfileText } from "../../../../simulator/roles/device/profiles/read-profile.ts";

const page = readFileSync("docs/reference/device-profile.md", "utf8");

describe("reference of the profile format", () => {
  test("has the schema that the format gives (docs/reference/device-profile.md says how to write it anew)", () => {
    const stored: unknown = JSON.parse(readFileSync("docs/reference/device-profile.schema.json", "utf8"));
    expect(stored).toEqual(JSON.parse(JSON.stringify(profileSchema())));
  });

  test("names every field on its page", () => {
    const fields = new Set<string>();
    JSON.stringify(profileSchema(), (key, value: unknown) => {
      if (key === "properties" && typeof value === "object" && value !== null)
        for (const name of Object.keys(value)) fields.add(name);
      return value;
    });
    expect(fields.size).toBeGreaterThan(100);
    for (const field of fields) expect(page, field).toContain(`\`${field}\``);
  });

  test("shows a profile that is one", () => {
    const example = /```json\n([^`]*)```/.exec(page)?.[1] ?? "";
    const { profile, findings } = readProfileText(example, "lamp.profile.json");
    expect(findings).toEqual([]);
    expect(profile).toMatchObject({ id: "lamp", maxMsgSize: 16384, manners: { moreData: "unsupported" } });
  });

  test("takes each manner with each value that the screen offers", () => {
    for (const name of mannerNames)
      for (const { value } of mannerTexts[name].values) {
        const typed = typeof goodManners[name] === "number" ? Number(value) : value;
        expect(MannersForm.safeParse({ [name]: typed }).success, `${name} ${value}`).toBe(true);
      }
  });
});
