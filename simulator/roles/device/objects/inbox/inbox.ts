import type { NodeSpec } from "../../../../tree/index.ts";
import type { ManagementObject } from "../management-object.ts";
import { objectId, type InboxSpec } from "../object-spec.ts";

/** Node of an Inbox: servers add, and read nothing (DM Standardized Objects 1.2, 5.4). */
export function inboxNodes(): NodeSpec {
  return { children: {}, access: "Add", type: "urn:oma:mo:oma-dm-inbox:1.0" };
}

/** Creates the Inbox as an object of the device: the tree does its work, by the device's placement. */
export function createInboxObject(spec: InboxSpec, segments: readonly string[]): ManagementObject {
  const idle = (): void => {
    // the tree moves what comes
  };
  return {
    id: objectId(spec),
    segments,
    exec: () => undefined,
    begin: idle,
    changed: idle,
    expired: idle,
    fetched: idle,
    answered: idle,
    resume: idle,
    act: (action) => `There is no action ${action}.`,
    view: () => ({
      id: objectId(spec),
      title: spec.title ?? "Inbox",
      uri: spec.uri,
      state: "Takes objects",
      busy: false,
      actions: [],
    }),
  };
}
