import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aclCommands, withoutServer, type Acl } from "../../simulator/tree/acl.ts";
import {
  add,
  aclAllows,
  buildTree,
  get,
  mayChangeAcl,
  mayDo,
  nodeAt,
  parseAcl,
  remove,
  replace,
  type InteriorNode,
  type TreeContext,
  type TreeNode,
} from "../../simulator/tree/index.ts";

const acl = (text: string): Acl => {
  const read = parseAcl(text);
  if (read === undefined || read === "inherit") throw new Error(`${text} is no ACL`);
  return read;
};
const contextOf = (serverId: string): TreeContext => ({
  serverId,
  date: 1,
  limits: { maxDepth: 0, maxTotLen: 0, maxSegLen: 0 },
  maxValueSize: 0,
  maxNodes: 0,
  implicitParents: false,
});

describe("DMTND 7.7.1 ACL grammar", () => {
  test("keeps what was written", () => {
    expect(acl("Get=*&Replace=dm.example.com+corp1").text).toBe("Get=*&Replace=dm.example.com+corp1");
    expect(acl("Replace=a&Add=b").text).toBe("Replace=a&Add=b");
  });

  test("empty text inherits", () => {
    expect(parseAcl("")).toBe("inherit");
    expect(parseAcl("  ")).toBe("inherit");
  });

  test("a command without identifiers is not stored", () => {
    expect(acl("Add=&Get=*").text).toBe("Get=*");
    expect(parseAcl("Add=")).toBe("inherit");
  });

  test("the wildcard wins, a command named twice is one", () => {
    expect(acl("Get=a+*").text).toBe("Get=*");
    expect(acl("Get=a&Get=b+a").text).toBe("Get=a+b");
    expect(acl("Get=*&Get=b").text).toBe("Get=*");
  });

  test.each(["Get", "Copy=*", "get=*", "Get=a b", "Get=a=b", "Get=a+", "Get=*&", "=a", "Get=\u0007"])(
    "%j is no ACL",
    (text) => {
      expect(parseAcl(text)).toBeUndefined();
    },
  );

  test("never throws; what it reads it reads again", () => {
    const entry = fc.tuple(
      fc.constantFrom(...aclCommands, "Copy"),
      fc.array(fc.constantFrom("*", "a", "b", "c", ""), { maxLength: 3 }),
    );
    const anyText = fc.oneof(
      fc.string(),
      fc
        .array(entry)
        .map((entries) => entries.map(([command, ids]) => `${command}=${ids.join("+")}`).join("&")),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const read = parseAcl(text);
        expect(typeof read === "object" ? parseAcl(read.text) : read).toEqual(read);
      }),
    );
  });
});

describe("DMTND 7.7.1 rights", () => {
  const { root } = buildTree({
    A: {
      access: "Add Get",
      acl: "Get=x&Replace=x",
      children: {
        B: { access: "Add Get", children: { C: { value: "1", access: "Get Replace" } } },
        D: { value: "2", acl: "Get=*", access: "Get Replace" },
      },
    },
  });

  test("inheritance takes the whole ACL of the nearest ancestor that has one", () => {
    expect(get(root, "./A/B/C", contextOf("x")).code).toBe(200);
    expect(get(root, "./A/B/C", contextOf("y")).code).toBe(425);
    expect(get(root, "./A/D", contextOf("y")).code).toBe(200);
    expect(replace(root, "./A/D", { data: "3" }, contextOf("x")).code).toBe(425);
    expect(add(root, "./A/B/E", {}, contextOf("x")).code).toBe(425);
  });

  test("an interior node's ACL needs Replace on it or its parent, a leaf's Replace on its parent", () => {
    expect(replace(root, "./A?prop=ACL", { data: "Get=*" }, contextOf("x")).code).toBe(200);
    expect(replace(root, "./A/B/C?prop=ACL", { data: "Get=*" }, contextOf("x")).code).toBe(200);
    expect(replace(root, "./A/D?prop=ACL", { data: "Replace=x" }, contextOf("x")).code).toBe(200);
    expect(replace(root, "./A/D?prop=ACL", { data: "Replace=y" }, contextOf("y")).code).toBe(425);
    const owned = buildTree({
      P: {
        acl: "Get=*",
        children: {
          L: { value: "v", acl: "Get=x&Replace=x", access: "Get Replace" },
          I: { acl: "Get=x&Replace=x", children: {} },
        },
      },
    }).root;
    expect(replace(owned, "./P/L", { data: "w" }, contextOf("x")).code).toBe(200);
    expect(replace(owned, "./P/L?prop=ACL", { data: "Get=*" }, contextOf("x")).code).toBe(425);
    expect(replace(owned, "./P/L?prop=Title", { data: "t" }, contextOf("x")).code).toBe(200);
    expect(replace(owned, "./P/I?prop=ACL", { data: "Get=*" }, contextOf("x")).code).toBe(200);
  });

  test("a changed ACL holds at once; an empty one is inherited again and reads as empty", () => {
    const { root: closed } = replace(root, "./A/B/C?prop=ACL", { data: "Get=y" }, contextOf("x"));
    expect(get(closed, "./A/B/C", contextOf("y")).code).toBe(200);
    expect(get(closed, "./A/B/C", contextOf("x")).code).toBe(425);
    const { root: again } = replace(closed, "./A/B/C?prop=ACL", { data: "" }, contextOf("x"));
    expect(get(again, "./A/B/C?prop=ACL", contextOf("x")).items?.[0]?.data).toBe("");
    expect(get(again, "./A/B/C", contextOf("x")).code).toBe(200);
  });

  test("400 for no ACL, 405 for a root without one", () => {
    expect(replace(root, "./A?prop=ACL", { data: "Copy=*" }, contextOf("x")).code).toBe(400);
    const open = { ...root, acl: acl("Get=*&Replace=*") };
    expect(replace(open, ".?prop=ACL", { data: "" }, contextOf("x")).code).toBe(405);
    expect(replace(open, ".?prop=ACL", { data: "Get=*" }, contextOf("x")).code).toBe(200);
  });

  test("a removed server vanishes; on the root its commands become everybody's", () => {
    expect(withoutServer(acl("Get=a+b&Add=a"), "a", false)).toMatchObject({ text: "Get=b" });
    expect(withoutServer(acl("Add=a"), "a", false)).toBeUndefined();
    expect(withoutServer(acl("Get=a+b&Add=a"), "a", true)).toMatchObject({
      granted: { Get: ["b"], Add: "*" },
    });
  });
});

describe("DMTND 7.7.1 rights hold for every command on any tree", () => {
  const aclText = fc
    .array(fc.tuple(fc.constantFrom(...aclCommands), fc.subarray(["s1", "s2", "*"], { minLength: 1 })), {
      maxLength: 4,
    })
    .map((entries) => entries.map(([command, ids]) => `${command}=${ids.join("+")}`).join("&"));
  const all = "Add Copy Delete Exec Get Replace";

  test("an operation succeeds exactly when the effective ACL grants it", () => {
    fc.assert(
      fc.property(
        fc.array(aclText, { minLength: 4, maxLength: 4 }),
        fc.constantFrom("s1", "s2", "s3"),
        (texts, serverId) => {
          const [rootAcl, a, b, c] = texts;
          const { root } = buildTree(
            {
              A: {
                acl: a,
                access: all,
                scope: "dynamic",
                children: {
                  B: {
                    acl: b,
                    access: all,
                    scope: "dynamic",
                    children: { C: { acl: c, access: all, scope: "dynamic", value: "v" } },
                  },
                },
              },
            },
            rootAcl,
          );
          const context = contextOf(serverId);
          const chain = chainOf(root, ["A", "B", "C"]);
          const nearest = [c, b, a, rootAcl]
            .map((text) => parseAcl(text ?? ""))
            .find((each): each is Acl => typeof each === "object");
          const grants = (command: (typeof aclCommands)[number]) =>
            nearest ? aclAllows(nearest, command, serverId) : command === "Get" || command === "Add";
          for (const command of aclCommands) expect(mayDo(chain, command, serverId)).toBe(grants(command));
          expect(get(root, "./A/B/C", context).code).toBe(grants("Get") ? 200 : 425);
          expect(replace(root, "./A/B/C", { data: "w" }, context).code).toBe(grants("Replace") ? 200 : 425);
          expect(remove(root, "./A/B/C", context).code).toBe(grants("Delete") ? 200 : 425);
          expect(add(root, "./A/B/X", {}, context).code).toBe(
            mayDo(chain.slice(0, -1), "Add", serverId) ? 200 : 425,
          );
          const mayChange = mayChangeAcl(chain, serverId);
          expect(mayChange).toBe(mayDo(chain.slice(0, -1), "Replace", serverId));
          expect(replace(root, "./A/B/C?prop=ACL", { data: "Get=*" }, context).code).toBe(
            mayChange ? 200 : 425,
          );
        },
      ),
    );
  });
});

function chainOf(root: InteriorNode, path: readonly string[]): TreeNode[] {
  return path.reduce<TreeNode[]>(
    (chain, _name, index) => [...chain, nodeAt(root, path.slice(0, index + 1)) ?? root],
    [root],
  );
}
