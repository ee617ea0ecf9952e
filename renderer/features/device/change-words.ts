import type { ChangeView, ObjectView } from "../../../simulator/api/index.ts";

/** The management objects of a device, as far as changes name them. */
export type NamedObjects = readonly Pick<ObjectView, "id" | "title">[];

/** Who changed a node, in a word or two: the session, a person, a management object, or the device itself. */
export function changeWord(change: ChangeView, objects: NamedObjects): string {
  switch (change.by) {
    case "server":
      return change.session ?? "server";
    case "hand":
      return "by hand";
    case "object":
      return objects.find(({ id }) => id === change.object)?.title ?? change.object ?? "object";
    case "device":
      return "device";
  }
}

const hows: Readonly<Record<ChangeView["how"], string>> = {
  add: "added",
  replace: "replaced",
  delete: "deleted",
  acl: "ACL replaced",
  rename: "renamed",
  inside: "changed",
};

/** What happened to a node, in words. */
export function changeHow({ how }: ChangeView): string {
  return hows[how];
}

/** Who changed a node and how, as a sentence. */
export function changeTitle(change: ChangeView, objects: NamedObjects): string {
  const word = changeWord(change, objects);
  const message = change.seq === undefined ? "" : `, message ${change.seq}`;
  const by = {
    server: `in session ${word}`,
    hand: "by hand",
    object: `by ${word}`,
    device: "by the device itself",
  }[change.by];
  return `${changeHow(change)} ${by}${message}`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Time of day, `14:02:11`. */
export function timeOfDay(at: number): string {
  return clock.format(at);
}
