import { readWsdl } from "../../protocols/wsdl/index.ts";
import type { UddiMessageInput, UddiRequestName, UddiVersion } from "../../protocols/uddi/index.ts";
import { readUddiResponse, writeUddiRequest } from "../../stacks/uddi-http.ts";
import type { HttpResponse } from "../../wire/http.ts";
import { discoverService, type Discovery, type FoundService } from "./discovery.ts";
import type { Calls } from "./calls.ts";
import type { ExternalSystemOptions } from "./command.ts";
import type { Turn } from "./turn.ts";

/** Finding the service in a registry and fetching its description (F2.3 to F2.5). */
export interface Lookups {
  findService(inquiryUrl: string, serviceName: string, turn: Turn, version?: UddiVersion): void;
  fetchWsdl(url: string, turn: Turn): void;
  answered(request: string, response: HttpResponse, turn: Turn): void;
  failed(request: string, text: string, turn: Turn): void;
}

type Waiting =
  | {
      readonly kind: "registry";
      readonly discovery: Discovery;
      readonly url: string;
      readonly conversation: string;
    }
  | { readonly kind: "wsdl"; readonly url: string; readonly conversation: string }
  | {
      readonly kind: "schema";
      readonly url: string;
      readonly rest: readonly string[];
      readonly endpoint: string;
      readonly conversation: string;
    };

/** Milliseconds of run time that an answer may take. */
const TIMEOUT = 10_000;
/** Schemas that one WSDL may import. */
const MOST_SCHEMAS = 20;

/** Creates the lookups of an External System; the port of a fetched WSDL for its SOAP version becomes the endpoint of its calls. */
export function createLookups(
  { id, soapVersion }: Pick<ExternalSystemOptions, "id" | "soapVersion">,
  calls: Pick<Calls, "endpoint">,
): Lookups {
  const waiting = new Map<string, Waiting>();
  /** What the last lookup gave. */
  let found: FoundService | undefined;
  let count = 0;
  let inquiries = 0;

  const wait = (entry: Waiting): string => {
    const request = `lookup/${++count}`;
    waiting.set(request, entry);
    return request;
  };

  const askRegistry = (
    entry: Extract<Waiting, { kind: "registry" }>,
    message: UddiMessageInput<UddiRequestName>,
    turn: Turn,
  ): void => {
    const http = writeUddiRequest(entry.url, message, entry.discovery.version);
    const { conversation } = entry;
    turn.sink({
      type: "request",
      request: wait(entry),
      channel: "uddi",
      http,
      timeout: TIMEOUT,
      conversation,
    });
  };

  const get = (entry: Exclude<Waiting, { kind: "registry" }>, turn: Turn): void => {
    const { url, conversation } = entry;
    const http = { method: "GET", url, headers: { accept: "text/xml" }, body: new Uint8Array(0) };
    turn.sink({
      type: "request",
      request: wait(entry),
      channel: "http",
      http,
      timeout: TIMEOUT,
      conversation,
      onPeersWord: true,
    });
  };

  const note = (code: string, text: string, severity: "info" | "warning", entry: Waiting, turn: Turn): void =>
    turn.sink({ type: "note", code, text, severity, conversation: entry.conversation });

  const fail = (entry: Waiting, reason: string, turn: Turn): void => {
    const { conversation } = entry;
    if (entry.kind === "registry") {
      note("service-not-found", `The registry led to no service: ${reason}`, "warning", entry, turn);
      return turn.report("service.not-found", { reason }, conversation);
    }
    note("wsdl-failed", `The description cannot be used: ${reason}`, "warning", entry, turn);
    turn.report("wsdl.failed", { reason }, conversation);
  };

  const registryAnswered = (
    entry: Extract<Waiting, { kind: "registry" }>,
    response: HttpResponse,
    turn: Turn,
  ): void => {
    const read = readUddiResponse(response);
    if (read.kind !== "response")
      return fail(entry, read.kind === "error" ? `${read.code} ${read.text}` : read.text, turn);
    const next = entry.discovery.next(read.message);
    if ("missing" in next) fail(entry, next.missing, turn);
    else if ("name" in next) askRegistry(entry, next, turn);
    else {
      found = next;
      const { accessPoint, compared } = next;
      note(
        "service-picked",
        `${accessPoint} is taken; access points compared: ${compared}`,
        "info",
        entry,
        turn,
      );
      turn.report("service.found", { ...next }, entry.conversation);
    }
  };

  const wsdlAnswered = (
    entry: Extract<Waiting, { kind: "wsdl" }>,
    response: HttpResponse,
    turn: Turn,
  ): void => {
    if (response.status !== 200)
      return fail(entry, `the WSDL came with HTTP status ${response.status}`, turn);
    const wsdl = readWsdl(response.body);
    if ("problem" in wsdl) return fail(entry, wsdl.problem, turn);
    const port = wsdl.ports.find((candidate) => candidate.soapVersion === soapVersion) ?? wsdl.ports[0];
    if (!port) return fail(entry, "the WSDL has no port with an address", turn);
    const unusable = wsdl.schemaLocations.find((location) => !URL.canParse(location, entry.url));
    if (unusable !== undefined)
      return fail(
        entry,
        `the WSDL imports a schema from an unusable address: ${unusable.slice(0, 80)}`,
        turn,
      );
    const locations = [...new Set(wsdl.schemaLocations.map((location) => new URL(location, entry.url).href))];
    if (locations.length > MOST_SCHEMAS)
      return fail(entry, `the WSDL imports ${locations.length} schemas; ${MOST_SCHEMAS} are fetched`, turn);
    // where a service is reached its registry says; the port stands in for it
    const accessPoint = found?.wsdlUrl === entry.url ? found.accessPoint : "";
    const endpoint = /^https?:/.test(accessPoint) ? accessPoint : port.address;
    nextSchema(locations, endpoint, entry.conversation, turn);
  };

  const nextSchema = (
    locations: readonly string[],
    endpoint: string,
    conversation: string,
    turn: Turn,
  ): void => {
    const [url, ...rest] = locations;
    if (url !== undefined) return get({ kind: "schema", url, rest, endpoint, conversation }, turn);
    calls.endpoint = endpoint;
    turn.report("wsdl.fetched", { endpoint }, conversation);
  };

  return {
    findService: (url, serviceName, turn, version) => {
      const discovery = discoverService(serviceName, version);
      askRegistry(
        { kind: "registry", discovery, url, conversation: `inquiry:${id}/${++inquiries}` },
        discovery.first,
        turn,
      );
    },
    fetchWsdl: (url, turn) =>
      get({ kind: "wsdl", url, conversation: `inquiry:${id}/${inquiries || 1}` }, turn),
    answered: (request, response, turn) => {
      const entry = waiting.get(request);
      if (!entry) return;
      waiting.delete(request);
      if (entry.kind === "registry") registryAnswered(entry, response, turn);
      else if (entry.kind === "wsdl") wsdlAnswered(entry, response, turn);
      else if (response.status !== 200)
        fail(entry, `the schema came with HTTP status ${response.status}`, turn);
      else nextSchema(entry.rest, entry.endpoint, entry.conversation, turn);
    },
    failed: (request, text, turn) => {
      const entry = waiting.get(request);
      if (!entry) return;
      waiting.delete(request);
      fail(entry, text, turn);
    },
  };
}
