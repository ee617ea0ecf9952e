import { expect, test } from "vitest";
import { contract } from "../../../simulator/api/index.ts";
import { contractTitles } from "../../../renderer/app/contract-titles.ts";

/** Every procedure of the contract with its title, by path. */
function titlesIn(router: object, path = ""): [string, string][] {
  return Object.entries(router).flatMap(([name, entry]: [string, object]) => {
    const at = path === "" ? name : `${path}.${name}`;
    if (!("~orpc" in entry)) return titlesIn(entry, at);
    const { meta } = entry["~orpc"] as { meta: { title: string } };
    return [[at, meta.title] as [string, string]];
  });
}

test("the palette knows every command of the contract that has a title", () => {
  const titled = titlesIn(contract).filter(([, title]) => title !== "");
  const known = contractTitles();
  expect(Object.keys(known).toSorted()).toEqual(titled.map(([path]) => path).toSorted());
  for (const [path, title] of titled)
    expect(Object.entries(known)).toContainEqual([path, expect.objectContaining({ title })]);
});
