import { resolveUddi, UDDI3, type UddiMessage } from "../protocols/uddi/index.ts";
import { createEnvelopeReader, readFault } from "../protocols/soap/index.ts";
import type { Fact, MessageSummary, SummaryBadge } from "./summary.ts";

const readEnvelope = createEnvelopeReader({ body: resolveUddi, detail: resolveUddi });

/** Title, badges and facts of a message to or from a registry. */
export function summariseUddi(body: Uint8Array, status: number | undefined): MessageSummary {
  const { envelope, findings } = readEnvelope(body);
  const child = envelope?.children[0];
  const facts: Record<string, Fact> = { protocol: "uddi" };
  if (status !== undefined) facts["status"] = status;
  const common = {
    codec: child?.namespace === UDDI3 ? "UDDI 3.0" : "UDDI 2.0",
    findings: findings.length,
    ack: false,
    facts,
  };
  const fault = child && readFault(child);
  if (fault) {
    facts["part"] = "fault";
    facts["faultText"] = fault.text;
    const detail = fault.details.find(({ name }) => name === "dispositionReport");
    if (detail?.value !== undefined)
      Object.assign(facts, detailOf({ name: "dispositionReport", value: detail.value } as UddiMessage));
    return {
      ...common,
      title: "dispositionReport",
      summary: fault.text,
      badges: [{ text: fault.text.split(":", 1)[0] ?? "fault", tone: "fail" }],
    };
  }
  // version 3 says so where version 2 sends a dispositionReport
  if (envelope && !child && status === 200)
    return { ...common, codec: "UDDI 3.0", title: "empty Body", summary: "success", badges: [] };
  if (!child)
    return {
      ...common,
      title: status === undefined ? "UDDI request" : `HTTP ${status}`,
      summary: "no SOAP message",
      badges: [],
    };
  facts["message"] = child.name;
  facts["version"] = child.namespace === UDDI3 ? 3 : 2;
  const message = { name: child.name, value: child.value } as UddiMessage;
  if (message.value !== undefined) Object.assign(facts, detailOf(message));
  const { summary, badges } = contentOf(message);
  return { ...common, title: child.name, summary, badges };
}

/** `keys` of the entries, `accessPoints`, `found` (how many), `errCode` and `errno`. */
function detailOf(message: UddiMessage): Readonly<Record<string, Fact>> {
  switch (message.name) {
    case "save_service":
    case "serviceDetail": {
      const services = message.value.businessService;
      const bindings = services.flatMap((service) => service.bindingTemplates?.bindingTemplate ?? []);
      return {
        keys: [
          ...services.map(({ serviceKey }) => serviceKey),
          ...bindings.flatMap(({ bindingKey, tModelInstanceDetails }) => [
            bindingKey,
            ...(tModelInstanceDetails?.tModelInstanceInfo ?? []).map(({ tModelKey }) => tModelKey),
          ]),
        ].map((key = "") => key),
        accessPoints: bindings.flatMap(({ accessPoint }) => (accessPoint ? [accessPoint.text] : [])),
      };
    }
    case "save_tModel":
    case "tModelDetail":
      return { keys: message.value.tModel.map(({ tModelKey = "" }) => tModelKey) };
    case "save_business":
    case "businessDetail":
      return { keys: message.value.businessEntity.map(({ businessKey = "" }) => businessKey) };
    case "delete_service":
      return { keys: [...message.value.serviceKey] };
    case "serviceList": {
      const infos = message.value.serviceInfos?.serviceInfo ?? [];
      return { keys: infos.map(({ serviceKey }) => serviceKey), found: infos.length };
    }
    case "businessList": {
      const infos = message.value.businessInfos?.businessInfo ?? [];
      return { keys: infos.map(({ businessKey }) => businessKey), found: infos.length };
    }
    case "tModelList": {
      const infos = message.value.tModelInfos?.tModelInfo ?? [];
      return { keys: infos.map(({ tModelKey }) => tModelKey), found: infos.length };
    }
    case "dispositionReport": {
      const [result] = message.value.result;
      return result ? { errno: result.errno, errCode: result.errInfo?.errCode ?? "" } : {};
    }
    default:
      return {};
  }
}

function contentOf(message: UddiMessage): {
  readonly summary: string;
  readonly badges: readonly SummaryBadge[];
} {
  if (message.value === undefined) return { summary: "cannot be read", badges: [] };
  switch (message.name) {
    case "find_service":
    case "find_business":
      return named(message.value.name.map((name) => name.text));
    case "find_tModel":
      return named(message.value.name ? [message.value.name.text] : []);
    case "save_tModel":
    case "tModelDetail":
      return named(message.value.tModel.map((model) => model.name.text));
    case "save_business":
    case "businessDetail":
      return named(
        message.value.businessEntity.flatMap((business) =>
          business.name.slice(0, 1).map((name) => name.text),
        ),
      );
    case "save_service":
    case "serviceDetail":
      return named(
        message.value.businessService.flatMap((service) => service.name.slice(0, 1).map((name) => name.text)),
      );
    case "serviceList":
      return found(message.value.serviceInfos?.serviceInfo.length ?? 0);
    case "businessList":
      return found(message.value.businessInfos?.businessInfo.length ?? 0);
    case "tModelList":
      return found(message.value.tModelInfos?.tModelInfo.length ?? 0);
    case "relatedBusinessesList":
      return found(message.value.relatedBusinessInfos?.relatedBusinessInfo.length ?? 0);
    case "bindingDetail":
    case "save_binding":
      return named(
        message.value.bindingTemplate.flatMap(({ accessPoint }) => (accessPoint ? [accessPoint.text] : [])),
      );
    case "get_authToken":
      return named([message.value.userID]);
    default:
      return { summary: "", badges: [] };
  }
}

function named(names: readonly string[]): {
  readonly summary: string;
  readonly badges: readonly SummaryBadge[];
} {
  return { summary: names.join(", "), badges: names.slice(0, 2).map((text) => ({ text, tone: "plain" })) };
}

function found(count: number): { readonly summary: string; readonly badges: readonly SummaryBadge[] } {
  return { summary: `${count} found`, badges: [{ text: `${count} found`, tone: "plain" }] };
}
