import { spec } from "../../core/spec-ref.ts";
import { long, string } from "../../schema/scalar.ts";
import { group, many, namespace, one, optional, some, type Infer, type Token } from "../../schema/element.ts";
import { createWbxmlReader, createWbxmlWriter, type WbxmlVocabulary } from "../../schema/wbxml/index.ts";
import { createXmlReader, createXmlWriter } from "../../schema/xml/index.ts";
import { named } from "./wbxml-tables.ts";

/*
 * Device information of data synchronisation (DevInf 1.0 to 1.2), which a SyncML message carries in the Data of a Put or
 * Results. DM does not use it; it is read so that it can be shown.
 */

const DEVINF = "syncml:devinf";
const el = namespace(DEVINF);
const rep = spec("syncml-rep", "Device Information DTD");

const tags = named(
  0x05,
  "CTCap CTType DataStore DataType DevID DevInf DevTyp DisplayName DSMem Ext FwV HwV Man MaxGUIDSize MaxID MaxMem Mod " +
    "OEM ParamName PropName Rx Rx-Pref SharedMem Size SourceRef SwV SyncCap SyncType Tx Tx-Pref ValEnum VerCT VerDTD " +
    "XNam XVal UTC SupportNumberOfChanges SupportLargeObjs Property PropParam MaxOccur NoTruncate - Filter-Rx FilterCap " +
    "FilterKeyword FieldLevel SupportHierarchicalSync",
);
const tokens: ReadonlyMap<string, Token> = new Map(
  Object.entries(tags).map(([tag, name]) => [name, [0, Number(tag)]]),
);

function info(name: string, label: string) {
  return { token: tokens.get(name), spec: rep, label };
}
function text<const N extends string>(name: N, label: string) {
  return el.scalar(name, string, info(name, label));
}
function count<const N extends string>(name: N, label: string) {
  return el.scalar(name, long, info(name, label));
}
function flag<const N extends string>(name: N, label: string) {
  return el.flag(name, info(name, label));
}

const CTType = text("CTType", "content type");
const VerCT = text("VerCT", "version of the content type");
const PropName = text("PropName", "property");
const ParamName = text("ParamName", "parameter");
const ValEnum = text("ValEnum", "allowed value");
const DataType = text("DataType", "type of value");
const DisplayName = text("DisplayName", "name shown");
const Size = count("Size", "largest size");
const FieldLevel = flag("FieldLevel", "single fields can be replaced");
const MaxOccur = count("MaxOccur", "most occurrences");
const NoTruncate = flag("NoTruncate", "may not be cut");

const contentType = { CTType: one(CTType), VerCT: one(VerCT) };
const RxPref = el.struct("Rx-Pref", contentType, info("Rx-Pref", "receives best"));
const Rx = el.struct("Rx", contentType, info("Rx", "receives"));
const TxPref = el.struct("Tx-Pref", contentType, info("Tx-Pref", "sends best"));
const Tx = el.struct("Tx", contentType, info("Tx", "sends"));
const FilterRx = el.struct("Filter-Rx", contentType, info("Filter-Rx", "filters by"));

const PropParam = el.struct(
  "PropParam",
  {
    ParamName: one(ParamName),
    DataType: optional(DataType),
    ValEnum: many(ValEnum),
    DisplayName: optional(DisplayName),
  },
  info("PropParam", "parameter of a property"),
);
const Property = el.struct(
  "Property",
  {
    PropName: one(PropName),
    DataType: optional(DataType),
    MaxOccur: optional(MaxOccur),
    Size: optional(Size),
    NoTruncate: optional(NoTruncate),
    ValEnum: many(ValEnum),
    DisplayName: optional(DisplayName),
    PropParam: many(PropParam),
  },
  info("Property", "property"),
);
/** What is supported of content types. In versions 1.0 and 1.1 a flat run in which each name begins what follows it. */
const CTCap = el.struct(
  "CTCap",
  {
    entries: group(
      "some",
      () =>
        [
          CTType,
          VerCT,
          FieldLevel,
          Property,
          PropName,
          ValEnum,
          DataType,
          Size,
          DisplayName,
          ParamName,
        ] as const,
    ),
  },
  info("CTCap", "content type capabilities"),
);

const DSMem = el.struct(
  "DSMem",
  {
    SharedMem: optional(flag("SharedMem", "memory is shared")),
    MaxMem: optional(count("MaxMem", "most memory")),
    MaxID: optional(count("MaxID", "most records")),
  },
  info("DSMem", "memory of a data store"),
);
const SyncCap = el.struct(
  "SyncCap",
  { SyncType: some(text("SyncType", "kind of synchronisation")) },
  info("SyncCap", "synchronisation capabilities"),
);
const FilterCap = el.struct(
  "FilterCap",
  {
    ...contentType,
    FilterKeyword: many(text("FilterKeyword", "record filter keyword")),
    PropName: many(PropName),
  },
  info("FilterCap", "filter capabilities"),
);
const DataStore = el.struct(
  "DataStore",
  {
    SourceRef: one(text("SourceRef", "address of the data store")),
    DisplayName: optional(DisplayName),
    MaxGUIDSize: optional(count("MaxGUIDSize", "longest item identifier")),
    "Rx-Pref": one(RxPref),
    Rx: many(Rx),
    "Tx-Pref": one(TxPref),
    Tx: many(Tx),
    CTCap: many(CTCap),
    DSMem: optional(DSMem),
    SupportHierarchicalSync: optional(flag("SupportHierarchicalSync", "synchronises folders")),
    SyncCap: optional(SyncCap),
    "Filter-Rx": many(FilterRx),
    FilterCap: many(FilterCap),
  },
  info("DataStore", "data store"),
);
const Ext = el.struct(
  "Ext",
  { XNam: one(text("XNam", "extension name")), XVal: many(text("XVal", "extension value")) },
  info("Ext", "extension"),
);

/** Device information. Oldest versions have the synchronisation capabilities here and not in the data stores. */
export const DevInf = el.struct(
  "DevInf",
  {
    VerDTD: one(text("VerDTD", "DTD version"), "1.1"),
    Man: optional(text("Man", "manufacturer")),
    Mod: optional(text("Mod", "model")),
    OEM: optional(text("OEM", "OEM")),
    FwV: optional(text("FwV", "firmware version")),
    SwV: optional(text("SwV", "software version")),
    HwV: optional(text("HwV", "hardware version")),
    DevID: one(text("DevID", "device identifier")),
    DevTyp: one(text("DevTyp", "device type")),
    UTC: optional(flag("UTC", "times in UTC")),
    SupportLargeObjs: optional(flag("SupportLargeObjs", "takes large objects")),
    SupportNumberOfChanges: optional(flag("SupportNumberOfChanges", "takes a number of changes")),
    DataStore: some(DataStore),
    CTCap: many(CTCap),
    SyncCap: optional(SyncCap),
    Ext: many(Ext),
  },
  info("DevInf", "device information"),
);
export type DevInf = Infer<typeof DevInf>;

/** Code page and document types of device information, the newest first. */
export const devInfVocabulary: WbxmlVocabulary = {
  codePages: [{ number: 0, namespace: DEVINF, tags }],
  publicIds: [
    { text: "-//SYNCML//DTD DevInf 1.2//EN", number: 0x1203, label: "DevInf 1.2" },
    { text: "-//SYNCML//DTD DevInf 1.1//EN", number: 0x0fd4, label: "DevInf 1.1" },
    { text: "-//SYNCML//DTD DevInf 1.0//EN", number: 0x0fd2, label: "DevInf 1.0" },
  ],
};

/** Reads device information in XML. Never throws. */
export const readDevInf = createXmlReader(DevInf, { anyNamespace: true });
/** Reads device information in WBXML. Never throws. */
export const readDevInfWbxml = createWbxmlReader(DevInf, devInfVocabulary);
/** Writes device information in XML. */
export const writeDevInf = createXmlWriter(DevInf);
/** Writes device information in WBXML. */
export const writeDevInfWbxml = createWbxmlWriter(DevInf, devInfVocabulary);
