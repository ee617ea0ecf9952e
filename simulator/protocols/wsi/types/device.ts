import { many, one, optional, type Infer, type Input } from "../../../schema/element.ts";
import { boolean, dateTime, string } from "../../../schema/scalar.ts";
import { el } from "../namespaces.ts";
import { managementDomainName } from "../enumerations.ts";
import { deviceId } from "./identifiers.ts";

const manufacturer = el.scalar("manufacturer", string, { label: "manufacturer", doc: "DevInfo/Man." });
const model = el.scalar("model", string, { label: "model", doc: "DevInfo/Mod." });
const firmwareVersion = el.scalar("firmwareVersion", string, { label: "firmware", doc: "DevDetail/FwV." });
const group = el.scalar("group", string, { label: "group", doc: "Name of a group of devices." });
const managementDomain = el.scalar("managementDomain", managementDomainName, {
  label: "management domain",
  doc: "Domain that manages the device.",
});
const seenAfter = el.scalar("seenAfter", dateTime, {
  label: "seen after",
  doc: "Only devices that had a session after this moment.",
});

const filterFields = {
  deviceId: many(deviceId),
  manufacturer: optional(manufacturer),
  model: optional(model),
  firmwareVersion: optional(firmwareVersion),
  group: optional(group),
  managementDomain: optional(managementDomain),
  seenAfter: optional(seenAfter),
};

/** Which devices: fields are joined by AND, repeats by OR, a trailing `*` matches any ending. */
export const deviceFilter = el.struct("filter", filterFields, {
  typeName: "DeviceFilter",
  label: "which devices",
  doc: "Fields are joined by AND, repeats by OR; a trailing * matches any ending.",
});
export type DeviceFilter = Infer<typeof deviceFilter>;
export type DeviceFilterInput = Input<typeof deviceFilter>;

const all = el.scalar("all", boolean, { label: "all devices", doc: "Every device that the policy allows." });

const selectorFields = {
  deviceId: many(deviceId),
  group: many(group),
  filter: optional(deviceFilter),
  all: optional(all),
};
const selectorInfo = {
  typeName: "DeviceSelector",
  doc: "The union of what its parts select; selecting nothing is SVC0002.",
};
/** Devices that a stored item is assigned to at once. */
export const assignTo = el.struct("assignTo", selectorFields, { ...selectorInfo, label: "assigned to" });
/** Devices that an operation aims at. */
export const target = el.struct("target", selectorFields, { ...selectorInfo, label: "target devices" });
export type DeviceSelector = Infer<typeof target>;
export type DeviceSelectorInput = Input<typeof target>;

const mo = el.scalar("mo", string, {
  label: "management object",
  doc: "Type of the management object, a URN.",
});
const root = el.scalar("root", string, { label: "root", doc: "LocURI of the object's root node." });
const capability = el.struct(
  "capability",
  { mo: one(mo), root: one(root) },
  { typeName: "Capability", label: "capability", doc: "A management object that the device has." },
);
const managedBy = el.scalar("managedBy", string, {
  label: "managed by",
  doc: "The DM System that manages the device.",
});
const lastSeen = el.scalar("lastSeen", dateTime, { label: "last seen", doc: "When the last session ended." });

/** A device as the inventory knows it. */
export const device = el.struct(
  "device",
  {
    deviceId: one(deviceId),
    manufacturer: optional(manufacturer),
    model: optional(model),
    firmwareVersion: optional(firmwareVersion),
    group: many(group),
    managedBy: optional(managedBy),
    lastSeen: optional(lastSeen),
    capability: many(capability),
  },
  { typeName: "DeviceDescription", label: "device", doc: "A device as the inventory knows it." },
);
export type DeviceDescription = Infer<typeof device>;
export type DeviceDescriptionInput = Input<typeof device>;
