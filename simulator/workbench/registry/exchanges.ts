import type { UddiExchange } from "../../api/index.ts";
import type { Journal } from "../../journal/journal.ts";
import type { CrossingRecord } from "../../journal/record.ts";
import { apiOfRequest, uddiErrors } from "../../protocols/uddi/index.ts";
import type { JournalSource } from "../journal-source.ts";
import { optionally } from "../optionally.ts";
import { partyView } from "../rows.ts";

type Group = UddiExchange["group"];

/** What of the exchanges is wanted. */
export interface ExchangesQuery {
  readonly group: "all" | "publish" | "inquiry";
  readonly skip: number;
  readonly limit: number;
}

/** A page of exchanges, in their order. */
export interface ExchangesPage {
  exchanges: UddiExchange[];
  skipped: number;
  total: number;
}

/** Records looked through in one go. */
const SLICE = 2000;

interface Found {
  readonly seq: number;
  answerSeq?: number;
  readonly group: Group;
}

interface Index {
  scanned: number;
  found: Found[];
  readonly open: Map<string, Found>;
}

const indexes = new WeakMap<Journal, Index>();

/** The exchanges with registries of a journal. Only what is new since the last time is looked through. */
export function readExchanges(source: JournalSource, { group, skip, limit }: ExchangesQuery): ExchangesPage {
  const index = scanned(source);
  const listed =
    group === "all" ? index.found : index.found.filter((found) => groupShown(found.group) === group);
  return {
    exchanges: listed.slice(skip, skip + limit).flatMap((found) => lineOf(source, found) ?? []),
    skipped: Math.min(skip, listed.length),
    total: listed.length,
  };
}

/** Whoever looks for a service fetches its description as well. */
function groupShown(group: Group): "publish" | "inquiry" {
  return group === "publish" ? "publish" : "inquiry";
}

function scanned(source: JournalSource): Index {
  const { journal } = source;
  let index = indexes.get(journal);
  if (!index) indexes.set(journal, (index = { scanned: 0, found: [], open: new Map() }));
  for (;;) {
    const records = journal.read(index.scanned, SLICE);
    const last = records.at(-1);
    if (!last) break;
    for (const record of records) if (record.kind === "crossing") note(source, index, record);
    index.scanned = last.seq;
  }
  // a journal that keeps only so much has let its oldest records go
  const first = journal.read(0, 1)[0]?.seq ?? 0;
  if ((index.found[0]?.seq ?? first) < first) index.found = index.found.filter(({ seq }) => seq >= first);
  return index;
}

function note(source: JournalSource, index: Index, record: CrossingRecord): void {
  if (record.channel !== "uddi" && !isDescription(record)) return;
  if (record.direction === "request") {
    const found = { seq: record.seq, group: groupOf(source, record) };
    index.found.push(found);
    index.open.set(record.exchange, found);
    return;
  }
  const found = index.open.get(record.exchange);
  if (!found) return;
  found.answerSeq = record.seq;
  index.open.delete(record.exchange);
}

/** The WSDL or schema of a service, which is asked for in the interface itself. */
function isDescription({ channel, method, url = "", direction }: CrossingRecord): boolean {
  if (channel !== "http" && channel !== "wsi") return false;
  return direction !== "request" || (method === "GET" && /[?&](?:wsdl|xsd)/i.test(url));
}

function groupOf(source: JournalSource, record: CrossingRecord): Group {
  if (record.channel !== "uddi" || record.method === "GET") return "description";
  const name = source.summarise(record)?.facts["message"];
  return typeof name === "string" && apiOfRequest(name) !== "inquiry" && apiOfRequest(name) !== undefined
    ? "publish"
    : "inquiry";
}

function lineOf(source: JournalSource, { seq, answerSeq, group }: Found): UddiExchange | undefined {
  const request = crossing(source, seq);
  if (!request) return undefined;
  const asked = source.summarise(request);
  const response = answerSeq === undefined ? undefined : crossing(source, answerSeq);
  const answered = response && source.summarise(response);
  const fault = answered?.facts["faultText"];
  const errno = typeof fault === "string" ? errnoOf(fault) : undefined;
  const status = response?.status;
  const stopped = response !== undefined && response.outcome !== "delivered" && response.outcome !== "edited";
  return {
    seq,
    clock: request.clock,
    from: partyView(request.from),
    to: partyView(request.to),
    group,
    call: group === "description" ? `GET ${pathOf(request.url)}` : (asked?.title ?? "UDDI"),
    what: group === "description" ? "" : (asked?.summary ?? ""),
    answer: answerOf(response, answered?.title ?? "", answered?.summary ?? "", group, stopped),
    failed: stopped || fault !== undefined || (status ?? 200) >= 400 || request.outcome === "unreachable",
    bytes: response?.body.length ?? request.body.length,
    ...optionally("answerSeq", answerSeq),
    ...optionally("step", source.stepOf(request)),
    ...optionally("errno", errno),
  };
}

function answerOf(
  response: CrossingRecord | undefined,
  title: string,
  summary: string,
  group: Group,
  stopped: boolean,
): string {
  if (!response) return "…";
  if (stopped) return `no answer (${response.outcome})`;
  if (group === "description") return `${response.status ?? ""} ${contentOf(response)}`.trim();
  return title === "dispositionReport" ? summary || title : summary === "" ? title : `${title}, ${summary}`;
}

function contentOf({ body }: CrossingRecord): string {
  const head = new TextDecoder().decode(body.subarray(0, 600));
  return /<(?:\w+:)?definitions[\s>]/.test(head)
    ? "WSDL"
    : /<(?:\w+:)?schema[\s>]/.test(head)
      ? "schema"
      : "";
}

function pathOf(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return url ?? "";
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function crossing(source: JournalSource, seq: number): CrossingRecord | undefined {
  const record = source.journal.get(seq);
  return record?.kind === "crossing" ? record : undefined;
}

/** Number of the error whose name a fault begins with. */
function errnoOf(text: string): number | undefined {
  const code = text.split(":", 1)[0] ?? "";
  return Object.hasOwn(uddiErrors, code) ? uddiErrors[code as keyof typeof uddiErrors] : undefined;
}
