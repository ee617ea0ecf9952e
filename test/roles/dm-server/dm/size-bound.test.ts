import fc from "fast-check";
import { expect, test } from "vitest";
import {
  writeDmMessage,
  type BodyCommandInput,
  type NestedCommandInput,
  type SyncMLInput,
} from "../../../../simulator/protocols/syncml/index.ts";
import { carriedCommand } from "../../../../simulator/roles/dm-server/encoding.ts";
import { sizeBound } from "../../../../simulator/roles/dm-server/dm/size-bound.ts";

const header = {
  VerDTD: "1.2",
  VerProto: "DM/1.2",
  SessionID: "1",
  MsgID: "1",
  Target: { LocURI: "a" },
  Source: { LocURI: "b" },
};
const message = (commands: readonly BodyCommandInput[]): SyncMLInput => ({
  SyncHdr: header,
  SyncBody: { commands },
});
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom("é", "中", "😀", "\n", "\r", "]]>", "'") }),
  fc.constantFrom("&&&&", '""<<>>', "plain text"),
);
const item = fc.record({
  Target: fc.record({ LocURI: text }),
  Meta: fc.record({ Format: text, Type: text }, { requiredKeys: [] }),
  Data: fc.oneof(text, fc.uint8Array({ maxLength: 50 })),
});
const simple = fc.record({
  kind: fc.constantFrom("Replace" as const, "Add" as const, "Get" as const),
  CmdID: fc.constant("1234"),
  Item: fc.array(item, { minLength: 1, maxLength: 4 }),
});
const command: fc.Arbitrary<NestedCommandInput> = fc.oneof(
  simple,
  fc.record({
    kind: fc.constantFrom("Atomic" as const, "Sequence" as const),
    CmdID: fc.constant("1234"),
    commands: fc.array(simple, { minLength: 1, maxLength: 3 }),
  }),
);

test.each(["xml", "wbxml"] as const)("the bound is never below what is written in %s", (encoding) => {
  const bare = writeDmMessage(encoding, message([])).length;
  fc.assert(
    fc.property(command, (value) => {
      const carried = carriedCommand(value, encoding);
      expect(writeDmMessage(encoding, message([carried])).length - bare).toBeLessThanOrEqual(
        sizeBound(value),
      );
    }),
    { endOnFailure: true },
  );
});
