import { spec } from "../../core/spec-ref.ts";
import { long } from "../../schema/scalar.ts";
import { group, many, one, optional, some, type TaggedOut } from "../../schema/element.ts";
import { Add, Atomic, Copy, Delete, Lang, Replace, Sequence } from "./commands.ts";
import { CmdID, Cred, Data, el, Item, NoResp, Source, Target } from "./common.ts";
import { Meta } from "./meta.ts";

/*
 * Commands of SyncML that only data synchronisation uses. A DM message should not hold them: they are read, so that they
 * can be shown and answered, and a judge says what they are.
 */

const rep = spec("syncml-rep", "6 Element definitions");

const operands = {
  CmdID: one(CmdID),
  NoResp: optional(NoResp),
  Cred: optional(Cred),
  Meta: optional(Meta),
  Item: some(Item),
};

/** Sends device information. */
export const Put = el.struct(
  "Put",
  {
    CmdID: one(CmdID),
    NoResp: optional(NoResp),
    Lang: optional(Lang),
    Cred: optional(Cred),
    Meta: optional(Meta),
    Item: some(Item),
  },
  { token: [0, 0x1f], spec: rep, label: "put (data synchronisation)" },
);
/** Moves an item to another folder. */
export const Move = el.struct("Move", operands, {
  token: [0, 0x3b],
  spec: rep,
  label: "move (data synchronisation)",
});
/** Searches a data store. */
export const Search = el.struct(
  "Search",
  {
    CmdID: one(CmdID),
    NoResp: optional(NoResp),
    NoResults: optional(el.flag("NoResults", { token: [0, 0x1e], spec: rep, label: "no results wanted" })),
    Cred: optional(Cred),
    Target: optional(Target),
    Source: many(Source),
    Lang: optional(Lang),
    Meta: one(Meta),
    Data: one(Data),
  },
  { token: [0, 0x23], spec: rep, label: "search (data synchronisation)" },
);

const MapItem = el.struct(
  "MapItem",
  { Target: one(Target), Source: one(Source) },
  { token: [0, 0x19], spec: rep, label: "pair of item numbers" },
);
/** Tells which items of two data stores are the same. */
export const SyncMap = el.struct(
  "Map",
  {
    CmdID: one(CmdID),
    Target: one(Target),
    Source: one(Source),
    Cred: optional(Cred),
    Meta: optional(Meta),
    MapItem: some(MapItem),
  },
  { token: [0, 0x18], spec: rep, label: "map (data synchronisation)" },
);

/** Changes of a data store. */
export const Sync = el.struct(
  "Sync",
  {
    CmdID: one(CmdID),
    NoResp: optional(NoResp),
    Cred: optional(Cred),
    Target: optional(Target),
    Source: optional(Source),
    Meta: optional(Meta),
    NumberOfChanges: optional(
      el.scalar("NumberOfChanges", long, { token: [0, 0x33], spec: rep, label: "number of changes" }),
    ),
    commands: group("many", () => [Add, Atomic, Copy, Delete, Move, Replace, Sequence] as const),
  },
  { token: [0, 0x2a], spec: rep, label: "synchronise (data synchronisation)" },
);

/** The commands that DM does not use. */
export const dataSyncCommands = () => [SyncMap, Move, Put, Search, Sync] as const;
/** Any command that DM does not use, as read. */
export type DataSyncCommand = TaggedOut<ReturnType<typeof dataSyncCommands>>;
