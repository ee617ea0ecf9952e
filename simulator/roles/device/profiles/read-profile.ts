import type * as z from "zod";
import { hasError, type Finding } from "../../../core/finding.ts";
import { isUriProblem, nodeAt, parseLocUri, type TreeNode } from "../../../tree/index.ts";
import { objectId } from "../objects/object-spec.ts";
import type { DeviceDescription } from "./descriptions.ts";
import { profileTree, type DeviceProfile } from "./profile.ts";
import { ProfileForm } from "./profile-format.ts";

/** A profile as read; without one, the findings say what is wrong. */
export interface ReadProfile {
  readonly profile: DeviceProfile | undefined;
  readonly findings: readonly Finding[];
}

/** Levels of names and values within each other: more than any tree of a device has. */
const DEEPEST = 100;
/** Values of a profile; a document whose parts are used again and again (YAML) has more than its length shows. */
const MOST_VALUES = 100_000;

/**
 * Reads a profile that somebody has written down (plain data: JSON or YAML). Never throws; a finding names the place
 * (`nodes/Settings/children/Ring/value`, or the address of a node). A profile with an error is not given. `files` finds the
 * device descriptions that it names.
 */
export function readProfile(data: unknown, files: ProfileFiles = noFiles): ReadProfile {
  const tooMuch = oversize(data);
  if (tooMuch !== undefined) return refused("profile/size", "", tooMuch);
  const result = ProfileForm.safeParse(data);
  if (!result.success) return { profile: undefined, findings: result.error.issues.flatMap(findingsOf) };
  const { format: _, ddf, ...rest } = result.data;
  const missing: Finding[] = [];
  const descriptions = ddf.flatMap((each, index): readonly DeviceDescription[] => {
    if ("text" in each) return [each];
    const text = files(each.file);
    if (text === undefined)
      missing.push(problem("profile/ddf", `ddf/${index}/file`, `${each.file} cannot be read`));
    return text === undefined ? [] : [{ file: each.file, text }];
  });
  const profile: DeviceProfile = { ...rest, ddf: descriptions };
  const findings = [...missing, ...placesOf(profile), ...profileTree(profile, "server").findings];
  return { profile: hasError(findings) ? undefined : profile, findings };
}

/** Texts of the files that a profile names, by their names relative to it; undefined when there is no such file. */
export type ProfileFiles = (name: string) => string | undefined;

const noFiles: ProfileFiles = () => undefined;

/** Execs and live leaves are of nodes that the profile has, and objects do not share their place. */
function placesOf(profile: DeviceProfile): Finding[] {
  const { root } = profileTree(profile, "server");
  const nodeOf = (uri: string): TreeNode | undefined => {
    const path = parseLocUri(uri);
    return isUriProblem(path) ? undefined : nodeAt(root, path.segments);
  };
  const execs = Object.keys(profile.execs).filter((uri) => nodeOf(uri)?.access.includes("Exec") !== true);
  const live = Object.keys(profile.live ?? {}).filter((uri) => nodeOf(uri)?.kind !== "leaf");
  const objects = profile.objects ?? [];
  const twice = objects.filter((each, index) =>
    objects.slice(0, index).some((other) => objectId(other) === objectId(each) || other.uri === each.uri),
  );
  return [
    ...execs.map((uri) => problem("profile/exec", `execs/${uri}`, "is no node that can be run")),
    ...live.map((uri) => problem("profile/live", `live/${uri}`, "is no leaf of the device")),
    ...twice.map(({ uri }) =>
      problem(
        "profile/object",
        `objects/${objects.findIndex((each) => each.uri === uri)}`,
        `${uri} is the place or the name of two objects`,
      ),
    ),
  ];
}

/** Reads the text of a profile file (JSON); findings begin with the file's name. Never throws. */
export function readProfileText(text: string, fileName: string, files: ProfileFiles = noFiles): ReadProfile {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return named(refused("profile/json", "", `is not JSON: ${String(error)}`), fileName);
  }
  return named(readProfile(data, files), fileName);
}

function named({ profile, findings }: ReadProfile, fileName: string): ReadProfile {
  return { profile, findings: findings.map((each) => ({ ...each, text: `${fileName}: ${each.text}` })) };
}

function refused(code: string, path: string, text: string): ReadProfile {
  return { profile: undefined, findings: [problem(code, path, text)] };
}

function problem(code: string, path: string, text: string): Finding {
  return { severity: "error", code, text: `${path || "profile"}: ${text}.`, path };
}

function findingsOf(issue: z.core.$ZodIssue): readonly Finding[] {
  const place = issue.path.map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) =>
      problem("profile/unknown", [...place, key].join("/"), "is not known here"),
    );
  const code = issue.code === "invalid_type" ? "profile/type" : "profile/value";
  return [problem(code, place.join("/"), lowered(issue.message))];
}

function lowered(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}

/** What is wrong with the sheer size of the data; looks at one level after the other, so that no depth is too much for it. */
function oversize(data: unknown): string | undefined {
  let level: readonly unknown[] = [data];
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return `is nested deeper than ${DEEPEST} levels`;
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      const inner: readonly unknown[] = Object.values(value);
      count += inner.length;
      if (count > MOST_VALUES) return `has more than ${MOST_VALUES} values`;
      for (const each of inner) below.push(each);
    }
    level = below;
  }
  return undefined;
}
