import type { Finding } from "../../../core/finding.ts";
import type { NodeSpec, ObjectValues } from "../../../tree/index.ts";
import { profileTree, type DeviceProfile, type ExecBehaviour } from "./profile.ts";

/** A profile as read; without one, the findings say what is wrong. */
export interface ReadProfile {
  readonly profile: DeviceProfile | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Reads a profile that somebody has written down (plain data: JSON or YAML). Never throws; a finding names the place
 * (`nodes/Settings/Ring`). A profile with an error is not given.
 */
export function readProfile(data: unknown): ReadProfile {
  const findings: Finding[] = [];
  const reader = new Reader(findings);
  const fields = reader.record(data, "");
  if (!fields) return { profile: undefined, findings };
  const profile: DeviceProfile = {
    id: reader.text(fields["id"], "id"),
    title: reader.text(fields["title"], "title"),
    description: reader.text(fields["description"] ?? "", "description"),
    devInfo: reader.values(fields["devInfo"], "devInfo"),
    devDetail: reader.values(fields["devDetail"], "devDetail"),
    accountName: reader.text(fields["accountName"] ?? "Main", "accountName"),
    rootAcl: reader.text(fields["rootAcl"] ?? "Add=*&Get=*", "rootAcl"),
    nodes: reader.nodes(fields["nodes"] ?? {}, "nodes"),
    execs: reader.execs(fields["execs"] ?? {}, "execs"),
    maxMsgSize: reader.size(fields["maxMsgSize"] ?? 16_384, "maxMsgSize"),
    maxObjSize: reader.size(fields["maxObjSize"] ?? 1_048_576, "maxObjSize"),
  };
  reader.noOthers(fields, Object.keys(profile), "");
  if (findings.length === 0) findings.push(...profileTree(profile, "server").findings);
  return { profile: findings.length === 0 ? profile : undefined, findings };
}

type Fields = Readonly<Record<string, unknown>>;

const nodeFields = ["format", "value", "children", "access", "scope", "acl", "type", "title"];

class Reader {
  readonly #findings: Finding[];

  constructor(findings: Finding[]) {
    this.#findings = findings;
  }

  record(data: unknown, path: string): Fields | undefined {
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return data as Fields;
    this.#problem("profile/record", path, "names and values are expected");
    return undefined;
  }

  text(data: unknown, path: string): string {
    if (typeof data === "string") return data;
    this.#problem("profile/text", path, "a text is expected");
    return "";
  }

  size(data: unknown, path: string): number {
    if (typeof data === "number" && Number.isSafeInteger(data) && data > 0) return data;
    this.#problem("profile/size", path, "a positive whole number is expected");
    return 0;
  }

  values(data: unknown, path: string): ObjectValues {
    const entries = Object.entries(this.record(data, path) ?? {});
    return Object.fromEntries(
      entries.map(([name, value]) => {
        const at = `${path}/${name}`;
        return [name, typeof value === "object" ? this.values(value, at) : this.text(value, at)];
      }),
    );
  }

  nodes(data: unknown, path: string): Readonly<Record<string, NodeSpec>> {
    const entries = Object.entries(this.record(data, path) ?? {});
    return Object.fromEntries(entries.map(([name, value]) => [name, this.node(value, `${path}/${name}`)]));
  }

  node(data: unknown, path: string): NodeSpec {
    const fields = this.record(data, path) ?? {};
    this.noOthers(fields, nodeFields, path);
    const { children, scope } = fields;
    if (scope !== undefined && scope !== "permanent" && scope !== "dynamic")
      this.#problem("profile/scope", `${path}/scope`, "permanent or dynamic is expected");
    const optional = (name: string): string | undefined =>
      fields[name] === undefined ? undefined : this.text(fields[name], `${path}/${name}`);
    return {
      format: optional("format"),
      value: optional("value"),
      access: optional("access"),
      acl: optional("acl"),
      type: optional("type"),
      title: optional("title"),
      scope: scope === "dynamic" ? "dynamic" : "permanent",
      children: children === undefined ? undefined : this.nodes(children, `${path}/children`),
    };
  }

  execs(data: unknown, path: string): Readonly<Record<string, ExecBehaviour>> {
    const entries = Object.entries(this.record(data, path) ?? {});
    return Object.fromEntries(
      entries.map(([uri, value]) => {
        const at = `${path}/${uri}`;
        const fields = this.record(value, at) ?? {};
        this.noOthers(fields, ["status"], at);
        return [uri, { status: this.size(fields["status"], `${at}/status`) }];
      }),
    );
  }

  noOthers(fields: Fields, known: readonly string[], path: string): void {
    for (const name of Object.keys(fields))
      if (!known.includes(name))
        this.#problem("profile/unknown", path === "" ? name : `${path}/${name}`, "is not part of a profile");
  }

  #problem(code: string, path: string, text: string): void {
    this.#findings.push({ severity: "error", code, text: `${path || "profile"}: ${text}.`, path });
  }
}
