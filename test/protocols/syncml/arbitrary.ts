import fc from "fast-check";
import type {
  BodyCommandInput,
  SimpleCommandInput,
  SyncMLInput,
} from "../../../simulator/protocols/syncml/index.ts";
import { trimmedXmlText, xmlText } from "../../support/xml-text.ts";

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const present = fc.constant(true as const);
const few = { maxLength: 3 };
const text = trimmedXmlText;
const address = fc.record({ LocURI: text, LocName: maybe(text) });
const number = fc.nat(10_000);

const meta = fc.record({
  FieldLevel: maybe(present),
  Format: maybe(fc.constantFrom("chr", "int", "b64", "node", "xml")),
  Type: maybe(text),
  Mark: maybe(fc.constantFrom("critical", "informational")),
  Size: maybe(number),
  Anchor: maybe(fc.record({ Last: maybe(text), Next: text })),
  Version: maybe(text),
  NextNonce: maybe(fc.uint8Array({ maxLength: 16 })),
  MaxMsgSize: maybe(number),
  MaxObjSize: maybe(number),
  EMI: fc.array(text, { maxLength: 2 }),
  Mem: maybe(fc.record({ SharedMem: maybe(present), FreeMem: number, FreeID: number })),
});

const data = fc.oneof(
  xmlText,
  fc.constant({ xml: '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD></MgmtTree>' }),
);
const item = fc.record({
  Target: maybe(address),
  Source: maybe(address),
  Meta: maybe(meta),
  Data: maybe(data),
  MoreData: maybe(present),
});
const items = fc.array(item, { minLength: 1, maxLength: 3 });
const cred = fc.record({ Meta: maybe(meta), Data: text });
const base = { CmdID: text, NoResp: maybe(present), Cred: maybe(cred) };

const simple: fc.Arbitrary<SimpleCommandInput> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("Add" as const, "Replace" as const, "Copy" as const),
    ...base,
    Meta: maybe(meta),
    Item: items,
  }),
  fc.record({
    kind: fc.constant("Delete" as const),
    ...base,
    Archive: maybe(present),
    SftDel: maybe(present),
    Meta: maybe(meta),
    Item: items,
  }),
  fc.record({
    kind: fc.constant("Get" as const),
    ...base,
    Lang: maybe(text),
    Meta: maybe(meta),
    Item: items,
  }),
  fc.record({
    kind: fc.constant("Exec" as const),
    ...base,
    Meta: maybe(meta),
    Correlator: maybe(text),
    Item: items,
  }),
  fc.record({
    kind: fc.constant("Alert" as const),
    ...base,
    Data: maybe(number),
    Correlator: maybe(text),
    Item: fc.array(item, few),
  }),
);

const nested = fc.letrec<{
  container: BodyCommandInput & { kind: "Atomic" | "Sequence" };
  command: SimpleCommandInput | BodyCommandInput;
}>((tie) => ({
  command: fc.oneof({ maxDepth: 2 }, simple, tie("container")),
  container: fc.record({
    kind: fc.constantFrom("Atomic" as const, "Sequence" as const),
    CmdID: text,
    NoResp: maybe(present),
    Meta: maybe(meta),
    commands: fc.array(tie("command"), { minLength: 1, maxLength: 3 }),
  }) as fc.Arbitrary<BodyCommandInput & { kind: "Atomic" | "Sequence" }>,
}));

const status: fc.Arbitrary<BodyCommandInput> = fc.record({
  kind: fc.constant("Status" as const),
  CmdID: text,
  MsgRef: text,
  CmdRef: text,
  Cmd: text,
  TargetRef: fc.array(text, few),
  SourceRef: fc.array(text, few),
  Cred: maybe(cred),
  Chal: maybe(fc.record({ Meta: meta })),
  Data: number,
  Item: fc.array(item, few),
});
const results: fc.Arbitrary<BodyCommandInput> = fc.record({
  kind: fc.constant("Results" as const),
  CmdID: text,
  MsgRef: maybe(text),
  CmdRef: text,
  Meta: maybe(meta),
  TargetRef: maybe(text),
  SourceRef: maybe(text),
  Item: items,
});

type DataSyncInput = NonNullable<SyncMLInput["SyncBody"]["dataSync"]>[number];
const change = fc.record({
  kind: fc.constantFrom("Add" as const, "Replace" as const, "Move" as const),
  ...base,
  Meta: maybe(meta),
  Item: items,
});
const dataSync: fc.Arbitrary<DataSyncInput> = fc.oneof(
  fc.record({
    kind: fc.constant("Put" as const),
    ...base,
    Lang: maybe(text),
    Meta: maybe(meta),
    Item: items,
  }),
  fc.record({
    kind: fc.constant("Map" as const),
    CmdID: text,
    Target: address,
    Source: address,
    Cred: maybe(cred),
    Meta: maybe(meta),
    MapItem: fc.array(fc.record({ Target: address, Source: address }), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("Sync" as const),
    ...base,
    Target: maybe(address),
    Source: maybe(address),
    Meta: maybe(meta),
    NumberOfChanges: maybe(number),
    commands: fc.array(change, few),
  }),
);

/** Any SyncML message that can be written, legal for the protocol or not. */
export const syncmlMessage: fc.Arbitrary<SyncMLInput> = fc.record({
  SyncHdr: fc.record({
    VerDTD: text,
    VerProto: text,
    SessionID: text,
    MsgID: text,
    Target: address,
    Source: address,
    RespURI: maybe(text),
    NoResp: maybe(present),
    Cred: maybe(cred),
    Meta: maybe(meta),
  }),
  SyncBody: fc.record({
    commands: fc.array(fc.oneof(simple, nested.container, status, results), { maxLength: 5 }),
    // DM does not use them, so most messages have none
    dataSync: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(dataSync, { maxLength: 2 }) },
    ),
    Final: maybe(present),
  }),
});

/** The same with octets in some Data, which only WBXML carries as they are. */
export const octetMessage: fc.Arbitrary<SyncMLInput> = fc
  .tuple(syncmlMessage, fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 3 }))
  .map(([message, octets]) => ({
    ...message,
    SyncBody: {
      ...message.SyncBody,
      commands: [
        ...(message.SyncBody.commands ?? []),
        {
          kind: "Add" as const,
          CmdID: "octets",
          Item: octets.map((Data) => ({ Meta: { Format: "bin" }, Data })),
        },
      ],
    },
  }));
