import type { CommandOutcome, DeviceCommandInput, ReferencedCommand } from "../../ports.ts";
import type { UpdateRecord } from "./records.ts";
import { objectsWith, type SeenNodes } from "./survey.ts";

/** How an update is brought to one device, once its tree is known. */
export type UpdateSteps =
  /** Something has to be asked first. */
  | { readonly kind: "ask"; readonly commands: readonly ReferencedCommand[] }
  | { readonly kind: "impossible"; readonly reason: string }
  | {
      readonly kind: "ready";
      /** Commands that name the package; those in `needed` have to succeed. */
      readonly set: readonly ReferencedCommand[];
      readonly needed: ReadonlySet<string>;
      readonly exec: DeviceCommandInput;
      readonly execUri: string;
    };

/** What the steps of an update depend on. */
export interface UpdateSituation {
  readonly update: UpdateRecord;
  /** Where the device fetches the package. */
  readonly address: string;
  readonly correlator: string;
  /** The package is on the device already: what is left is to install it. */
  readonly downloaded: boolean;
  readonly nodes: SeenNodes;
  readonly outcomes: ReadonlyMap<string, CommandOutcome>;
}

/** Management object ids, without their versions. */
export const FUMO = "urn:oma:mo:oma-fumo:";
export const SCOMO = "urn:oma:mo:oma-scomo:";
/** Where an object of ours is told what the package has to be; other objects may have no such nodes. */
const SIZE = "PkgSize";
const DIGEST = "PkgSHA256";

/** Prefix of the references of commands that name the package. */
export const SET = "set ";
const NAME = "name ";

/** FUMO 1.0: PkgURL, then Exec of Download, DownloadAndUpdate or Update. */
export function fumoSteps(situation: UpdateSituation): UpdateSteps {
  const { update, address, correlator, downloaded, nodes, outcomes } = situation;
  const roots = objectsWith(nodes, FUMO);
  const operationAt = (root: string): string | undefined => {
    const has = (name: string): boolean => nodes.has(`${root}/${name}`);
    if (downloaded) return has("Update") ? "Update" : undefined;
    if (update.install === "download") return has("Download") ? "Download" : undefined;
    if (has("DownloadAndUpdate")) return "DownloadAndUpdate";
    return has("Download") && has("Update") ? "Download" : undefined;
  };
  const fitting = roots.filter((root) => operationAt(root) !== undefined);
  const [first] = fitting;
  if (first === undefined)
    return {
      kind: "impossible",
      reason:
        roots.length === 0
          ? "the device has no firmware update object (FUMO)"
          : `the firmware update object of the device cannot ${update.install === "download" ? "download" : "download and install"}`,
    };
  const unnamed = fitting.filter((root) => nodes.has(`${root}/PkgName`) && !outcomes.has(`${NAME}${root}`));
  if (fitting.length > 1 && unnamed.length > 0)
    return { kind: "ask", commands: unnamed.map((root) => getName(root)) };
  const named = fitting.find((root) => outcomes.get(`${NAME}${root}`)?.items[0]?.data === update.name);
  const root = named ?? first;
  const operation = operationAt(root) ?? "";
  const execUri = `${root}/${operation}`;
  const url = `${execUri}/PkgURL`;
  const expected = [
    { uri: `${root}/Ext/${SIZE}`, data: String(update.size) },
    { uri: `${root}/Ext/${DIGEST}`, data: update.sha256 },
  ].filter(({ uri }) => nodes.has(uri));
  return {
    kind: "ready",
    set: downloaded
      ? []
      : [...expected, { uri: url, data: address }].map(({ uri, data }) =>
          setting(uri, { kind: "Replace", CmdID: "", Item: [{ Target: { LocURI: uri }, Data: data }] }),
        ),
    needed: new Set(downloaded ? [] : [`${SET}${url}`]),
    exec: { kind: "Exec", CmdID: "", Correlator: correlator, Item: [{ Target: { LocURI: execUri } }] },
    execUri,
  };
}

/** SCOMO 1.0: an entry below Download, then Exec of its Download or DownloadInstall. */
export function scomoSteps({ update, address, correlator, nodes }: UpdateSituation): UpdateSteps {
  const [root] = objectsWith(nodes, SCOMO);
  if (root === undefined)
    return { kind: "impossible", reason: "the device has no software component object (SCOMO)" };
  // short: some devices take names of 16 characters only
  const entry = `${root}/Download/${update.updateId.slice(0, 16)}`;
  const there = nodes.has(entry);
  const leaf = (name: string, data: string): ReferencedCommand => {
    const uri = `${entry}/${name}`;
    const kind = nodes.has(uri) ? "Replace" : "Add";
    return setting(uri, { kind, CmdID: "", Item: [{ Target: { LocURI: uri }, Data: data }] });
  };
  const node = (uri: string): readonly ReferencedCommand[] =>
    nodes.has(uri)
      ? []
      : [
          setting(uri, {
            kind: "Add",
            CmdID: "",
            Item: [{ Target: { LocURI: uri }, Meta: { Format: "node" } }],
          }),
        ];
  const execUri = `${entry}/Operations/${update.install === "download" ? "Download" : "DownloadInstall"}`;
  return {
    kind: "ready",
    set: [
      ...node(entry),
      leaf("PkgID", update.name),
      leaf("Name", update.name),
      ...node(`${entry}/Ext`),
      leaf(`Ext/${SIZE}`, String(update.size)),
      leaf(`Ext/${DIGEST}`, update.sha256),
      leaf("PkgURL", address),
    ],
    needed: new Set([...(there ? [] : [`${SET}${entry}`]), `${SET}${entry}/PkgURL`]),
    exec: { kind: "Exec", CmdID: "", Correlator: correlator, Item: [{ Target: { LocURI: execUri } }] },
    execUri,
  };
}

function setting(uri: string, command: DeviceCommandInput): ReferencedCommand {
  return { reference: `${SET}${uri}`, command };
}

function getName(root: string): ReferencedCommand {
  const command: DeviceCommandInput = {
    kind: "Get",
    CmdID: "",
    Item: [{ Target: { LocURI: `${root}/PkgName` } }],
  };
  return { reference: `${NAME}${root}`, command };
}
