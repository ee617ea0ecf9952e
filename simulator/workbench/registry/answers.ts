import type { EntryKind, InquiryState, InquiryStory } from "../../api/index.ts";
import {
  apiOfRequest,
  resolveUddi,
  uddiErrors,
  uddiErrorTexts,
  type UddiErrorCode,
  type UddiMessage,
  type UddiResponseName,
} from "../../protocols/uddi/index.ts";
import { createEnvelopeReader, readFault } from "../../protocols/soap/index.ts";
import type { RegistryView } from "../../roles/registry/index.ts";
import { optionally } from "../optionally.ts";
import { findEntry } from "./entry-ids.ts";

/*
 * What a registry answered, as a table and in words. Any registry is read, ours or a product, also where it says things
 * that the other version would say.
 */

const readEnvelope = createEnvelopeReader({ body: resolveUddi, detail: resolveUddi });

/** An answer as it is shown. */
export interface ReadAnswer {
  readonly state: Extract<InquiryState, "answered" | "refused" | "failed">;
  readonly about: string;
  readonly report: InquiryStory["report"];
  readonly table?: NonNullable<InquiryStory["table"]>;
  /** Token, where somebody logged in. */
  readonly token?: string;
}

/** Rows of an answer that are shown. */
const MOST_ROWS = 1000;

type Row = NonNullable<InquiryStory["table"]>["rows"][number];

/** Reads an answer; entries that are in `view` become links. */
export function readAnswer(status: number, body: Uint8Array, view: RegistryView | undefined): ReadAnswer {
  const { envelope } = readEnvelope(body);
  const child = envelope?.children[0];
  if (envelope && !child && status === 200) return { state: "answered", about: "done", report: [] };
  if (!child) return { state: "failed", about: `HTTP ${status}, no SOAP message`, report: [] };
  const fault = readFault(child);
  if (fault) {
    const detail = fault.details.find(({ name }) => name === "dispositionReport");
    const report = detail ? reportOf(detail.value) : [];
    const [first] = report;
    return {
      state: "refused",
      about: first ? first.code || `error ${first.errno}` : `${fault.code}: ${fault.text}`,
      report,
    };
  }
  if (!child.element || child.value === undefined || apiOfRequest(child.name) !== undefined)
    return { state: "failed", about: `${child.name} is no answer of UDDI that can be read`, report: [] };
  const message = { name: child.name, value: child.value } as UddiMessage<UddiResponseName>;
  if (message.name === "dispositionReport") {
    const report = reportOf(message.value);
    const isSuccess = report.every(({ errno }) => errno === 0);
    const [first] = report;
    return {
      state: isSuccess ? "answered" : "refused",
      about: isSuccess ? "done" : (first?.code ?? ""),
      report,
    };
  }
  if (message.name === "authToken")
    return { state: "answered", about: "a token", report: [], token: message.value.authInfo };
  const table = tableOf(message, view);
  const { rows, title } = table;
  const about = `${rows.length} ${rows.length === 1 ? singular(title) : title}`;
  return { state: "answered", about, report: [], table };
}

function reportOf(value: unknown): InquiryStory["report"] {
  const { result } = (value ?? { result: [] }) as UddiMessage<"dispositionReport">["value"];
  return result.map(({ errno, keyType, errInfo }) => {
    const code = errInfo?.errCode ?? codeOf(errno) ?? "";
    return {
      errno,
      code,
      meaning: isCode(code) ? uddiErrorTexts[code] : "",
      text: errInfo?.text ?? "",
      ...optionally("keyType", keyType),
    };
  });
}

function codeOf(errno: number): string | undefined {
  return Object.entries(uddiErrors).find(([, number]) => number === errno)?.[0];
}

function isCode(code: string): code is UddiErrorCode {
  return Object.hasOwn(uddiErrors, code);
}

interface Table {
  title: string;
  columns: string[];
  rows: Row[];
  truncated: boolean;
  part?: string;
}

function tableOf(
  message: Exclude<UddiMessage<UddiResponseName>, { name: "dispositionReport" | "authToken" }>,
  view: RegistryView | undefined,
): Table {
  const row = (kind: EntryKind, key: string | undefined, ...cells: readonly (string | undefined)[]): Row => ({
    cells: [...cells.map((cell) => cell ?? ""), key ?? ""],
    ...optionally("id", key === undefined ? undefined : view && findEntry(view, kind, key)),
  });
  const make = (title: string, columns: readonly string[], rows: readonly Row[]): Table => ({
    title,
    columns: [...columns],
    rows: rows.slice(0, MOST_ROWS),
    truncated: "truncated" in message.value && message.value.truncated === true,
    ...optionally("part", partOf(message.value)),
  });
  switch (message.name) {
    case "serviceList":
      return make(
        "services",
        ["name", "business key", "service key"],
        (message.value.serviceInfos?.serviceInfo ?? []).map((info) =>
          row("service", info.serviceKey, nameIn(info.name), info.businessKey),
        ),
      );
    case "businessList":
      return make(
        "businesses",
        ["name", "description", "services", "business key"],
        (message.value.businessInfos?.businessInfo ?? []).map((info) =>
          row(
            "business",
            info.businessKey,
            nameIn(info.name),
            nameIn(info.description),
            String(info.serviceInfos?.serviceInfo.length ?? 0),
          ),
        ),
      );
    case "tModelList":
      return make(
        "tModels",
        ["name", "tModel key"],
        (message.value.tModelInfos?.tModelInfo ?? []).map((info) =>
          row("tModel", info.tModelKey, info.name.text),
        ),
      );
    case "relatedBusinessesList":
      return make(
        "related businesses",
        ["name", "relation", "business key"],
        (message.value.relatedBusinessInfos?.relatedBusinessInfo ?? []).map((info) =>
          row(
            "business",
            info.businessKey,
            nameIn(info.name),
            info.sharedRelationships
              .flatMap(({ direction, keyedReference }) =>
                keyedReference.map(({ keyName = "", keyValue }) => `${direction} ${keyName} ${keyValue}`),
              )
              .join("; "),
          ),
        ),
      );
    case "businessDetail":
    case "businessDetailExt": {
      const businesses =
        message.name === "businessDetail"
          ? message.value.businessEntity
          : message.value.businessEntityExt.map(({ businessEntity }) => businessEntity);
      return make(
        "businesses",
        ["name", "owner", "services", "business key"],
        businesses.map((each) =>
          row(
            "business",
            each.businessKey,
            nameIn(each.name),
            each.authorizedName,
            String(each.businessServices?.businessService.length ?? 0),
          ),
        ),
      );
    }
    case "serviceDetail":
      return make(
        "services",
        ["name", "access points", "service key"],
        message.value.businessService.map((each) =>
          row(
            "service",
            each.serviceKey,
            nameIn(each.name),
            (each.bindingTemplates?.bindingTemplate ?? [])
              .map(({ accessPoint }) => accessPoint?.text)
              .join(", "),
          ),
        ),
      );
    case "bindingDetail":
      return make(
        "bindings",
        ["access point", "tModels", "service key", "binding key"],
        message.value.bindingTemplate.map((each) =>
          row(
            "binding",
            each.bindingKey,
            each.accessPoint?.text,
            (each.tModelInstanceDetails?.tModelInstanceInfo ?? [])
              .map(({ tModelKey }) => tModelKey)
              .join(", "),
            each.serviceKey,
          ),
        ),
      );
    case "tModelDetail":
      return make(
        "tModels",
        ["name", "overview document", "owner", "tModel key"],
        message.value.tModel.map((each) =>
          row(
            "tModel",
            each.tModelKey,
            each.name.text,
            each.overviewDoc.flatMap(({ overviewURL }) => overviewURL?.text ?? []).join(", "),
            each.authorizedName,
          ),
        ),
      );
    case "registeredInfo":
      return make(
        "entries",
        ["name", "kind", "key"],
        [
          ...(message.value.businessInfos?.businessInfo ?? []).map((info) =>
            row("business", info.businessKey, nameIn(info.name), "business"),
          ),
          ...(message.value.tModelInfos?.tModelInfo ?? []).map((info) =>
            row("tModel", info.tModelKey, info.name.text, "tModel"),
          ),
        ],
      );
    case "operationalInfos":
      return make(
        "entries",
        ["created", "changed", "owner", "node", "key"],
        message.value.operationalInfo.map(({ created, modified, authorizedName, nodeID, entityKey }) => {
          const kinds = ["business", "service", "binding", "tModel"] as const;
          const id = view && kinds.map((kind) => findEntry(view, kind, entityKey)).find(Boolean);
          return {
            cells: [dateText(created), dateText(modified), authorizedName ?? "", nodeID ?? "", entityKey],
            ...optionally("id", id),
          };
        }),
      );
    case "assertionStatusReport":
      return make(
        "assertions",
        ["state", "relation", "from", "to"],
        message.value.assertionStatusItem.map(({ completionStatus, keyedReference, fromKey, toKey }) =>
          row("business", toKey, completionStatus, relationText(keyedReference), fromKey),
        ),
      );
    case "publisherAssertions":
    case "publisherAssertionsResponse":
      return make(
        "assertions",
        ["relation", "from", "to"],
        message.value.publisherAssertion.map(({ keyedReference, fromKey, toKey }) =>
          row("business", toKey, relationText(keyedReference), fromKey),
        ),
      );
  }
}

function singular(title: string): string {
  return title.replace(/ies$/, "y").replace(/(?<=ss)es$|(?<!s)s$/, "");
}

function partOf(value: object): string | undefined {
  if (
    !("listDescription" in value) ||
    typeof value.listDescription !== "object" ||
    value.listDescription === null
  )
    return undefined;
  const { includeCount, actualCount, listHead } = value.listDescription as Readonly<Record<string, number>>;
  const [included = 0, actual = 0, first = 1] = [includeCount, actualCount, listHead];
  return included >= actual ? undefined : `${first} to ${first + included - 1} of ${actual}`;
}

function relationText({
  keyName = "",
  keyValue,
}: {
  keyName?: string | undefined;
  keyValue: string;
}): string {
  return `${keyName} ${keyValue}`.trim();
}

function dateText(date: number | undefined): string {
  return date === undefined ? "" : new Date(date).toISOString();
}

function nameIn(texts: readonly { readonly text: string }[] | undefined): string {
  return texts?.[0]?.text ?? "";
}
