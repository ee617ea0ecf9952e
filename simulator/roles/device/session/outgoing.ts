import type { ChalValue } from "../../../protocols/dm-auth/index.ts";
import type { BodyCommandInput, ItemInput } from "../../../protocols/syncml/index.ts";

/** What a client may send in a body; CmdIDs are given when a message is put together. */
export type Outgoing =
  OutgoingAlert | Extract<BodyCommandInput, { readonly kind: "Replace" | "Status" | "Results" }>;

/** Results of a Get on their way out. */
export type OutgoingResults = Extract<BodyCommandInput, { readonly kind: "Results" }>;

/** An alert on its way out, and which of the waiting event reports its items are. */
export type OutgoingAlert = Extract<BodyCommandInput, { readonly kind: "Alert" }> & {
  readonly reports?: readonly number[] | undefined;
};

/** Which command of the server a Status answers. */
export interface Answered {
  readonly msgRef: string;
  readonly cmdRef: string;
  /** Name of the command, or `SyncHdr`. */
  readonly cmd: string;
}

/** What a Status says besides the code. */
export interface StatusDetails {
  readonly targetRef?: string | undefined;
  readonly sourceRef?: string | undefined;
  readonly chal?: ChalValue | undefined;
  readonly items?: readonly ItemInput[] | undefined;
}

/** A Status (DM Protocol 1.2, 8.5). */
export function status(answered: Answered, code: number, details: StatusDetails = {}): Outgoing {
  const { targetRef, sourceRef, chal, items } = details;
  return {
    kind: "Status",
    CmdID: "",
    MsgRef: answered.msgRef,
    CmdRef: answered.cmdRef,
    Cmd: answered.cmd,
    TargetRef: targetRef === undefined ? undefined : [targetRef],
    SourceRef: sourceRef === undefined ? undefined : [sourceRef],
    Chal: chal,
    Data: code,
    Item: items && items.length > 0 ? items : undefined,
  };
}

/** Results of a Get. */
export function results(answered: Answered, items: readonly ItemInput[]): OutgoingResults {
  return { kind: "Results", CmdID: "", MsgRef: answered.msgRef, CmdRef: answered.cmdRef, Item: items };
}

/** An alert with nothing but its code. */
export function alert(code: number): OutgoingAlert {
  return { kind: "Alert", CmdID: "", Data: code };
}

/** Alert 1225: the object for this address broke off (DM Protocol 1.2, 8.9). */
export function noEndOfData(uri: string): Outgoing {
  return { kind: "Alert", CmdID: "", Data: 1225, Item: [{ Source: { LocURI: uri } }] };
}

/** The commands with CmdIDs from 1 in their order. */
export function numbered(commands: readonly Outgoing[]): Outgoing[] {
  return commands.map((command, index) => ({ ...command, CmdID: String(index + 1) }));
}
