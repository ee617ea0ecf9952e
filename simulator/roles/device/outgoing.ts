import type { ChalValue } from "../../protocols/dm-auth/index.ts";
import type { BodyCommandInput, ItemInput } from "../../protocols/syncml/index.ts";

/** What a client may send in a body; CmdIDs are given when a message is put together. */
export type Outgoing = Extract<
  BodyCommandInput,
  { readonly kind: "Alert" | "Replace" | "Status" | "Results" }
>;

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
    ...(targetRef === undefined ? {} : { TargetRef: [targetRef] }),
    ...(sourceRef === undefined ? {} : { SourceRef: [sourceRef] }),
    ...(chal ? { Chal: chal } : {}),
    Data: code,
    ...(items && items.length > 0 ? { Item: items } : {}),
  };
}

/** Results of a Get. */
export function results(answered: Answered, items: readonly ItemInput[]): Outgoing {
  return { kind: "Results", CmdID: "", MsgRef: answered.msgRef, CmdRef: answered.cmdRef, Item: items };
}

/** An alert with nothing but its code. */
export function alert(code: number): Outgoing {
  return { kind: "Alert", CmdID: "", Data: code };
}

/** The commands with CmdIDs from 1 in their order. */
export function numbered(commands: readonly Outgoing[]): Outgoing[] {
  return commands.map((command, index) => ({ ...command, CmdID: String(index + 1) }));
}
