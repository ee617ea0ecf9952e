import { expect, test } from "vitest";
import {
  aclServers,
  parseAcl,
  printAcl,
  withRight,
} from "../../../../../renderer/features/device/node/acl-model.ts";

test("an ACL becomes a table and the same text again", () => {
  const text = "Add=a&Delete=a&Get=*&Replace=a+b";
  const table = parseAcl(text);
  expect(table && printAcl(table)).toBe(text);
  expect(table && aclServers(table, ["c", "a"])).toEqual(["a", "b", "c", "*"]);
});

test("a right is given and taken; a command that nobody has is left out", () => {
  const given = withRight(parseAcl("Get=*") ?? new Map(), "a", "Exec", true);
  expect(printAcl(given)).toBe("Exec=a&Get=*");
  expect(printAcl(withRight(given, "a", "Exec", false))).toBe("Get=*");
});

test.each(["Get", "Get=a=b", "Read=a", "Get=a b", "Get=a&&Add=b", "Get=a++b"])("%s is no ACL", (text) => {
  expect(parseAcl(text)).toBeUndefined();
});
