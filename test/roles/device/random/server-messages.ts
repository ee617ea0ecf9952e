import fc from "fast-check";
import type { BodyCommandInput, ItemInput } from "../../../../simulator/protocols/syncml/index.ts";
import {
  builtInProfile,
  builtInProfileIds,
  profileTree,
  type BuiltInProfileId,
} from "../../../../simulator/roles/device/index.ts";
import { goodManners, mannerNames, mannerTexts } from "../../../../simulator/roles/device/manners/index.ts";
import type { DeviceManners } from "../../../../simulator/roles/device/manners/manners.ts";
import { printLocUri, type TreeNode } from "../../../../simulator/tree/index.ts";

/** A command without its number, as it is made at random. */
export type RandomCommand =
  | { readonly kind: "Get" | "Add" | "Replace" | "Delete" | "Copy" | "Exec"; readonly Item: ItemInput[] }
  | { readonly kind: "Alert"; readonly Data: number | undefined; readonly Item: ItemInput[] }
  | { readonly kind: "Atomic" | "Sequence"; readonly commands: RandomCommand[] };

/** Which device a run is about. */
export interface RandomDevice {
  readonly profile: BuiltInProfileId;
  readonly encoding: "xml" | "wbxml";
  readonly manners: Partial<DeviceManners>;
  readonly user: "none" | "accept" | "reject" | "cancel";
  readonly maxMsgSize: number | undefined;
}

/** Manners after which what the device says can still be counted. */
const countable = mannerNames.filter(
  (name) => !["success", "closes", "oversize", "nextMessage", "challenge"].includes(name),
);

const manners: fc.Arbitrary<Partial<DeviceManners>> = fc
  .record(
    Object.fromEntries(
      countable.map((name) => [
        name,
        fc.oneof(
          { weight: 6, arbitrary: fc.constant(goodManners[name]) },
          { weight: 1, arbitrary: fc.constantFrom(...mannerTexts[name].values.map(({ value }) => value)) },
        ),
      ]),
    ),
  )
  .map((chosen) => chosen as Partial<DeviceManners>);

/** Any device of the built-in profiles. */
export const randomDevice: fc.Arbitrary<RandomDevice> = fc.record({
  profile: fc.constantFrom(...builtInProfileIds),
  encoding: fc.constantFrom("xml", "wbxml"),
  manners: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: manners }),
  user: fc.constantFrom("none", "accept", "reject", "cancel"),
  maxMsgSize: fc.constantFrom(undefined, 2_000, 5_000, 40_000),
});

/** Addresses of nodes of a profile, near them and nowhere. */
function addresses(profile: BuiltInProfileId): fc.Arbitrary<string> {
  const known: string[] = [];
  const walk = (node: TreeNode, segments: readonly string[]): void => {
    known.push(printLocUri(segments));
    if (node.kind === "interior") for (const [name, child] of node.children) walk(child, [...segments, name]);
  };
  walk(profileTree(builtInProfile(profile), "dm.example.com").root, []);
  const node = fc.constantFrom(...known);
  const suffix = fc.constantFrom("?prop=ACL", "?prop=Name", "?prop=Title", "?prop=Size", "?list=StructData");
  const odd = ["", "/", "./", "../x", ".//x", "?list=TNDS", "./a?prop=", "./%zz", "./é", "x".repeat(300)];
  return fc.oneof(
    { weight: 8, arbitrary: node },
    { weight: 3, arbitrary: fc.tuple(node, fc.constantFrom("a", "b", "x/y")).map((both) => both.join("/")) },
    { weight: 2, arbitrary: fc.tuple(node, suffix).map((both) => both.join("")) },
    { weight: 1, arbitrary: fc.constantFrom(...odd, "./DevInfo?list=TNDS", "./Settings?list=TNDS+Value") },
  );
}

const values = fc.oneof(
  fc.constantFrom("", "true", "7", "10", "Get=*", "Add=*&Get=*", "Name2", "QUJD", "MINDT=1", "https://x/y"),
  fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
  fc.integer({ min: 50, max: 6000 }).map((length) => "v".repeat(length)),
);

function items(uri: fc.Arbitrary<string>): fc.Arbitrary<ItemInput[]> {
  const meta = fc.record(
    {
      Format: fc.constantFrom("chr", "int", "bool", "node", "b64", "bin", "null", "xml", "odd"),
      Type: fc.constantFrom("text/plain", "urn:oma:mo:oma-dm-dmacc:1.0", "application/vnd.syncml.dmtnds+xml"),
      Size: fc.constantFrom(0, 4, 100, 5_000, 2_000_000),
    },
    { requiredKeys: [] },
  );
  const often = <T>(value: fc.Arbitrary<T>, weight: number) =>
    fc.oneof({ weight, arbitrary: value }, { weight: 1, arbitrary: fc.constant<undefined>(undefined) });
  const item = fc
    .record({
      Target: often(uri, 12),
      Source: fc.option(uri, { nil: undefined }),
      Meta: fc.option(meta, { nil: undefined }),
      Data: often(values, 3),
      MoreData: fc.oneof(
        { weight: 9, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constant(true as const) },
      ),
    })
    .map(({ Target, Source, ...rest }): ItemInput => ({
      ...(Target === undefined ? {} : { Target: { LocURI: Target } }),
      ...(Source === undefined ? {} : { Source: { LocURI: Source } }),
      ...rest,
    }));
  return fc.array(item, { minLength: 1, maxLength: 3 });
}

/** Any command for a device, however senseless. */
function commands(profile: BuiltInProfileId): fc.Arbitrary<RandomCommand> {
  const uri = addresses(profile);
  const simple: fc.Arbitrary<RandomCommand> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constantFrom("Get", "Add", "Replace", "Delete", "Copy", "Exec"),
        Item: items(uri),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("Alert" as const),
        Data: fc.constantFrom(1100, 1101, 1102, 1103, 1104, 1222, 1225, 1226, 9999, undefined),
        Item: items(uri),
      }),
    },
  );
  const container = (inner: fc.Arbitrary<RandomCommand>): fc.Arbitrary<RandomCommand> =>
    fc.record({
      kind: fc.constantFrom("Atomic", "Sequence"),
      commands: fc.array(inner, { minLength: 1, maxLength: 4 }),
    });
  const nested = fc.oneof({ weight: 6, arbitrary: simple }, { weight: 1, arbitrary: container(simple) });
  return fc.oneof({ weight: 3, arbitrary: simple }, { weight: 1, arbitrary: container(nested) });
}

/** Messages of a server to a device of the profile: commands, and whether its package ends. */
export function messages(profile: BuiltInProfileId) {
  return fc.array(
    fc.record({
      commands: fc.array(commands(profile), { minLength: 1, maxLength: 5 }),
      final: fc.oneof(
        { weight: 5, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );
}

/** A command of a message in document order, with its number. */
export interface Numbered {
  readonly id: string;
  readonly kind: string;
  readonly items: readonly string[];
}

/** Gives the commands numbers from `first` on; the list has all of them, containers before what is in them. */
export function numbered(
  made: readonly RandomCommand[],
  first: number,
): { readonly commands: BodyCommandInput[]; readonly list: readonly Numbered[] } {
  const list: Numbered[] = [];
  const number = (command: RandomCommand): object => {
    const CmdID = String(first + list.length);
    const items = "Item" in command ? command.Item.map(({ Target }) => Target?.LocURI ?? "") : [];
    list.push({ id: CmdID, kind: command.kind, items });
    return "commands" in command
      ? { ...command, CmdID, commands: command.commands.map(number) }
      : { ...command, CmdID };
  };
  return { commands: made.map((command) => number(command) as BodyCommandInput), list };
}
