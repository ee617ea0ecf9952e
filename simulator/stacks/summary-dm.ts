import type { BodyCommand, DmEncoding, NestedCommand, SyncML } from "../protocols/syncml/index.ts";
import { alertText, statusText } from "../protocols/syncml/index.ts";
import { allCommands, dmDetails } from "./facts-dm.ts";
import type { Fact, MessageSummary, SummaryBadge } from "./summary.ts";

/** Codes with which a receiver asks for (other) credentials. */
const CHALLENGES: readonly number[] = [401, 407];
const MANAGEMENT: readonly string[] = [
  "Add",
  "Atomic",
  "Copy",
  "Delete",
  "Exec",
  "Get",
  "Replace",
  "Sequence",
];

/** What is known of a DM message beside what it says. */
export interface DmContext {
  /** Tells the direction. */
  readonly fromDevice: boolean;
  readonly encoding: DmEncoding;
  /** It came with the header of syncml:auth-MAC. */
  readonly mac: boolean;
  readonly findings: number;
}

/** Title, badges and facts of a DM message, the same in both encodings. */
export function summariseDm(
  message: SyncML,
  { fromDevice, encoding, mac, findings }: DmContext,
): MessageSummary {
  const { SyncHdr, SyncBody } = message;
  const body = SyncBody.commands;
  const alerts = body.flatMap((command) =>
    command.kind === "Alert" && command.Data !== undefined ? [command.Data] : [],
  );
  const statuses = body.flatMap((command) => (command.kind === "Status" ? [command] : []));
  const header = statuses.find((status) => status.CmdRef === "0" || status.Cmd === "SyncHdr");
  const results = body.filter((command) => command.kind === "Results");
  const management = body.filter((command) => MANAGEMENT.includes(command.kind));
  const challenge = header !== undefined && CHALLENGES.includes(header.Data) && header.Chal !== undefined;
  const refused = header !== undefined && CHALLENGES.includes(header.Data) && header.Chal === undefined;
  const devInfo = fromDevice && management.some(carriesDevInfo);
  const number = packageNumber(
    fromDevice,
    alerts,
    devInfo,
    management.length,
    challenge || refused,
    results.length,
    SyncBody.Final === true,
  );
  const answers = statuses.filter((status) => status !== header).map((status) => status.Data);
  const commandNames = commandNamesOf(management);

  const facts: Record<string, Fact> = {
    protocol: "syncml",
    challenge,
    refused,
    alerts,
    commands: commandNames,
    statuses: answers,
    results: results.length > 0,
    worstStatus: answers.reduce((worst, code) => Math.max(worst, code), 0),
    sessionId: SyncHdr.SessionID,
    msgId: SyncHdr.MsgID,
    final: SyncBody.Final === true,
    cred: mac ? "mac" : credentialName(SyncHdr.Cred?.Meta?.Type, SyncHdr.Cred !== undefined),
    mac,
    devInfo,
    encoding,
    nextNonce: statuses.some((status) => status.Chal?.Meta.NextNonce !== undefined),
    ...dmDetails(message),
  };
  if (number !== undefined) facts["package"] = number;
  if (header) facts["headerStatus"] = header.Data;

  const badges: SummaryBadge[] = [];
  for (const code of alerts) badges.push({ text: `Alert ${code}`, tone: "plain", title: alertText(code) });
  if (challenge || refused)
    badges.push({
      text: String(header.Data),
      tone: refused ? "fail" : "plain",
      title: statusText(header.Data),
    });
  if (challenge)
    badges.push({ text: "nonce", tone: "plain", title: "a fresh nonce for the next credentials" });
  if (SyncHdr.Cred || mac)
    badges.push({
      text: `Cred ${facts["cred"] as string}`,
      tone: "plain",
      title: "credentials of the sender",
    });
  if (devInfo) badges.push({ text: "DevInfo", tone: "plain" });
  for (const name of new Set(devInfo ? [] : commandNames)) badges.push({ text: name, tone: "plain" });
  if (results.length > 0) badges.push({ text: "Results", tone: "plain" });
  if (facts["chunk"] === true)
    badges.push({ text: "MoreData", tone: "plain", title: "a chunk of a large object; more follows" });
  if (!challenge && !refused)
    for (const code of new Set(answers.filter((answer) => answer >= 300)))
      badges.push({ text: String(code), tone: "fail", title: statusText(code) });
  if (findings > 0) badges.push({ text: `${findings}`, tone: "warn", title: `${findings} findings` });

  return {
    title: titleOf(number, challenge, refused, alerts),
    summary: sentence(
      statuses.length,
      results.length,
      management.map((command) => command.kind),
      alerts,
    ),
    badges,
    codec: `SyncML ${SyncHdr.VerDTD} ${encoding === "wbxml" ? "WBXML" : "XML"}`,
    ack: false,
    facts,
    findings,
  };
}

function packageNumber(
  fromDevice: boolean,
  alerts: readonly number[],
  devInfo: boolean,
  commands: number,
  denial: boolean,
  results: number,
  final: boolean,
): number | undefined {
  if (fromDevice) {
    if (alerts.includes(1200) || alerts.includes(1201) || devInfo) return 1;
    if (denial) return undefined;
    // a bare request for the next message belongs to no package of its own
    return alerts.includes(1222) && results === 0 && !final ? undefined : 3;
  }
  if (denial) return undefined;
  if (commands > 0 || alerts.some((code) => code >= 1100 && code < 1200)) return 2;
  return alerts.length > 0 || !final ? undefined : 4;
}

function titleOf(
  number: number | undefined,
  challenge: boolean,
  refused: boolean,
  alerts: readonly number[],
): string {
  if (challenge) return number === 1 ? "Package 1" : "Challenge";
  if (refused) return "Refusal";
  if (alerts.includes(1223)) return "Session abort";
  if (alerts.includes(1222)) return "Next message";
  return number === undefined ? "Statuses" : `Package ${number}`;
}

function sentence(
  statuses: number,
  results: number,
  commands: readonly string[],
  alerts: readonly number[],
): string {
  const parts: string[] = [];
  if (statuses > 0) parts.push(statuses === 1 ? "1 status" : `${statuses} statuses`);
  if (results > 0) parts.push(results === 1 ? "1 result" : `${results} results`);
  for (const code of alerts) parts.push(`Alert ${code} ${alertText(code) ?? ""}`.trim());
  parts.push(...commands);
  return parts.join(", ");
}

function credentialName(type: string | undefined, present: boolean): string {
  if (!present) return "none";
  return type?.replace(/^syncml:auth-/, "").toLowerCase() ?? "basic";
}

function carriesDevInfo(command: BodyCommand): boolean {
  return (
    (command.kind === "Replace" || command.kind === "Add") &&
    command.Item.some((item) => /^(\.\/)?DevInfo\//.test(item.Source?.LocURI ?? ""))
  );
}

/** Names of the commands, members of Atomic and Sequence included. */
function commandNamesOf(commands: readonly (BodyCommand | NestedCommand)[]): string[] {
  return allCommands(commands).map(({ kind }) => kind);
}
