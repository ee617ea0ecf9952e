import type { Finding, Range, Severity } from "../../core/finding.ts";
import { spec, type SpecRef } from "../../core/spec-ref.ts";
import { childRangeOf, rangeOf, type ElementPlaces } from "../../schema/places.ts";
import type { BodyCommand, SyncML } from "./message.ts";
import type { NestedCommand } from "./commands.ts";

const identifiers = spec("dm-pro", "Identifiers: MsgID, CmdID, MsgRef, CmdRef");
const statuses = spec("dm-pro", "Status of the SyncHdr comes first");
const versions = spec("dm-rep", "VerDTD and VerProto");
const packages = spec("dm-pro", "Final: end of a package");
const commandsOfDm = spec("dm-pro", "Commands of DM");
const atomics = spec("dm-pro", "Atomic");
const largeObjects = spec("dm-pro", "Large objects");
const genericAlerts = spec("dm-pro", "8.7 Generic Alert");
const credentials = spec("dm-sec", "5.1 Credentials");

type Command = BodyCommand | NestedCommand;

/**
 * What the protocol asks of a message beyond its element declarations. All of these are read and answered all the same:
 * warnings, and `info` for what only the rest of the session can judge. Without positions (a value built in code) the
 * findings carry no range. `version` is that of the document type: of the namespace in XML, of the public identifier in WBXML.
 */
export function judgeSyncML(message: SyncML, positions?: ElementPlaces, version?: string): Finding[] {
  const judge = new Judge(positions, version);
  judge.message(message);
  return judge.findings;
}

class Judge {
  readonly findings: Finding[] = [];
  readonly #positions: ElementPlaces | undefined;
  readonly #documentVersion: string | undefined;
  readonly #ids = new Set<string>();
  /** The first Item with MoreData, and the last Item of all. */
  #chunk: unknown;
  #lastItem: unknown;

  constructor(positions: ElementPlaces | undefined, version: string | undefined) {
    this.#positions = positions;
    this.#documentVersion = version;
  }

  message({ SyncHdr, SyncBody }: SyncML): void {
    this.#version(SyncHdr);
    if (SyncHdr.MsgID === "0")
      this.#note(
        "syncml/msgid",
        "MsgID is 0; message numbers start at 1.",
        SyncHdr,
        "MsgID",
        "SyncML/SyncHdr",
        identifiers,
      );
    const { commands } = SyncBody;
    for (const command of commands) this.#command(command, "SyncML/SyncBody", undefined);
    for (const command of SyncBody.dataSync)
      this.#note(
        "syncml/data-sync",
        `${command.kind} is a command of data synchronisation; DM does not use it.`,
        command,
        undefined,
        `SyncML/SyncBody/${command.kind}`,
        commandsOfDm,
      );
    this.#firstStatus(commands);
    this.#end(SyncBody);
  }

  #version(header: SyncML["SyncHdr"]): void {
    const { VerDTD, VerProto } = header;
    const declared = this.#documentVersion;
    const path = "SyncML/SyncHdr";
    if (declared !== undefined && VerDTD !== "" && declared !== VerDTD)
      this.#note(
        "syncml/version",
        `VerDTD is ${VerDTD}, the ${this.#positions?.unit === "byte" ? "document type" : "namespace"} is that of ${declared}.`,
        header,
        "VerDTD",
        path,
        versions,
      );
    if (VerDTD !== "" && VerDTD !== "1.2" && VerDTD !== "1.1")
      this.#note(
        "syncml/version",
        `VerDTD ${VerDTD} is not one of DM (1.1, 1.2).`,
        header,
        "VerDTD",
        path,
        versions,
      );
    if (VerProto !== "" && VerProto !== "DM/1.2" && VerProto !== "DM/1.1")
      this.#note(
        "syncml/version",
        `VerProto ${VerProto} is not one of DM (DM/1.1, DM/1.2).`,
        header,
        "VerProto",
        path,
        versions,
      );
  }

  #command(command: Command, around: string, container: "Atomic" | "Sequence" | undefined): void {
    this.#commandId(command, around);
    if (!("commands" in command)) this.#items(command.Item);
    switch (command.kind) {
      case "Status":
        this.#status(command, around);
        return;
      case "Alert":
        this.#alert(command, around);
        break;
      case "Atomic":
      case "Sequence":
        if (command.kind === "Atomic" && container === "Atomic")
          this.#note(
            "syncml/nested-atomic",
            "An Atomic may not stand inside an Atomic.",
            command,
            undefined,
            pathOf(command, around),
            atomics,
          );
        for (const inner of command.commands)
          this.#command(inner, pathOf(command, around), container === "Atomic" ? "Atomic" : command.kind);
        return;
      case "Get":
        if (container === "Atomic")
          this.#note(
            "syncml/get-in-atomic",
            "A Get may not stand inside an Atomic.",
            command,
            undefined,
            pathOf(command, around),
            atomics,
          );
        break;
      case "Results":
        return;
      case "Add":
      case "Copy":
      case "Delete":
      case "Exec":
      case "Replace":
    }
    if (command.Cred !== undefined)
      this.#note(
        "syncml/command-cred",
        "DM takes credentials in the header only.",
        command,
        "Cred",
        pathOf(command, around),
        credentials,
      );
  }

  #items(items: readonly { readonly MoreData?: true | undefined }[]): void {
    for (const item of items) {
      if (item.MoreData === true) this.#chunk ??= item;
      this.#lastItem = item;
    }
  }

  #commandId(command: Command, around: string): void {
    const { CmdID } = command;
    if (CmdID === "") return; // missing, which is a finding of the reader
    if (CmdID === "0")
      this.#note(
        "syncml/cmdid-zero",
        "CmdID is 0, which stands for the header.",
        command,
        "CmdID",
        pathOf(command, around),
        identifiers,
      );
    else if (this.#ids.has(CmdID))
      this.#note(
        "syncml/cmdid-repeated",
        `CmdID ${shown(CmdID)} occurs again in this message.`,
        command,
        "CmdID",
        pathOf(command, around),
        identifiers,
      );
    this.#ids.add(CmdID);
  }

  #status(status: Extract<BodyCommand, { kind: "Status" }>, around: string): void {
    if (status.CmdRef === "0" && status.Cmd !== "SyncHdr" && status.Cmd !== "")
      this.#note(
        "syncml/cmdref",
        `CmdRef 0 is the header, Cmd says ${shown(status.Cmd)}.`,
        status,
        "CmdRef",
        pathOf(status, around),
        identifiers,
      );
    if (status.Cmd === "SyncHdr" && status.CmdRef !== "0")
      this.#note(
        "syncml/cmdref",
        `Cmd is SyncHdr, CmdRef is ${shown(status.CmdRef)} and not 0.`,
        status,
        "CmdRef",
        pathOf(status, around),
        identifiers,
      );
  }

  #alert(alert: Extract<Command, { kind: "Alert" }>, around: string): void {
    if (alert.Data !== 1226) return;
    if (alert.Item.length === 0)
      this.#note(
        "syncml/generic-alert",
        "A generic alert needs an Item.",
        alert,
        undefined,
        pathOf(alert, around),
        genericAlerts,
      );
    for (const item of alert.Item) {
      const absent = [
        ...(item.Meta?.Type === undefined ? ["Type"] : []),
        ...(item.Meta?.Format === undefined ? ["Format"] : []),
        ...(item.Data === undefined ? ["Data"] : []),
      ];
      if (absent.length > 0)
        this.#note(
          "syncml/generic-alert",
          `The Item of a generic alert lacks ${absent.join(", ")}.`,
          item,
          undefined,
          `${pathOf(alert, around)}/Item`,
          genericAlerts,
        );
    }
  }

  #firstStatus(commands: readonly BodyCommand[]): void {
    const first = commands.find((command) => command.kind === "Status");
    if (first === undefined || first.kind !== "Status") return;
    if (first.CmdRef !== "0" && first.Cmd !== "SyncHdr")
      this.#note(
        "syncml/first-status",
        "The first Status should answer the header.",
        first,
        undefined,
        "SyncML/SyncBody/Status",
        statuses,
      );
  }

  /** Final and chunks, which exclude each other. */
  #end(body: SyncML["SyncBody"]): void {
    const chunk = this.#chunk;
    if (chunk !== undefined && body.Final === true)
      this.#note(
        "syncml/final-with-more-data",
        "A message with an unfinished object has no Final.",
        body,
        "Final",
        "SyncML/SyncBody",
        largeObjects,
      );
    if (chunk !== undefined && chunk !== this.#lastItem)
      this.#note(
        "syncml/more-data-last",
        "An unfinished object is the last Item of its message.",
        chunk,
        undefined,
        "SyncML/SyncBody",
        largeObjects,
      );
    const asksForMore = body.commands.some((command) => command.kind === "Alert" && command.Data === 1222);
    if (body.Final !== true && chunk === undefined && !asksForMore)
      this.#report(
        "info",
        "syncml/no-final",
        "There is no Final: the package goes on in another message.",
        rangeOfIn(this.#positions, body),
        "SyncML/SyncBody",
        packages,
      );
  }

  /** A warning at a child of a struct, or at the struct where it has no such child. */
  #note(
    code: string,
    text: string,
    struct: unknown,
    child: string | undefined,
    path: string,
    clause: SpecRef,
  ): void {
    const whole = rangeOfIn(this.#positions, struct);
    const part =
      child === undefined || !this.#positions ? undefined : childRangeOf(this.#positions, struct, child);
    this.#report(
      "warning",
      code,
      text,
      part ?? whole,
      child === undefined ? path : `${path}/${child}`,
      clause,
    );
  }

  #report(
    severity: Severity,
    code: string,
    text: string,
    range: Range | undefined,
    path: string,
    clause: SpecRef,
  ): void {
    this.findings.push({ severity, code, text, range, path, spec: clause });
  }
}

/** Path of a command; made for a finding only, as most messages have none. */
function pathOf({ kind }: Command, around: string): string {
  return `${around}/${kind}`;
}

function rangeOfIn(positions: ElementPlaces | undefined, struct: unknown): Range | undefined {
  return positions && rangeOf(positions, struct);
}

function shown(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
