import { seededRandom } from "../../../simulator/core/random.ts";
import {
  createExternalSystem,
  type ExternalSystemCommand,
  type ExternalSystemOptions,
} from "../../../simulator/roles/external-system/index.ts";
import {
  readWsiRequest,
  writeFault,
  writeWsiRequest,
  writeWsiResponse,
  type MessageName,
  type RequestInput,
  type WsiMessage,
} from "../../../simulator/stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../../simulator/wire/http.ts";
import type { Effect, RoleEvent } from "../../../simulator/wire/role.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";
import { tableSteppers } from "../../support/table-steppers.ts";

export const crypto = createNodeCrypto();
export const random = seededRandom("es");
export const moment = { now: 0, date: Date.UTC(2026, 0, 2) };

export const options: ExternalSystemOptions = {
  id: "care",
  name: "Customer care",
  kind: "customer-care",
  managementDomain: "operator",
  wsiUrl: "http://dms.example/wsi",
  credentials: { scheme: "basic", username: "care", password: "secret" },
  callback: {
    url: "http://es.example/es/callback",
    credentials: { scheme: "basic", username: "dms", password: "callback-secret" },
  },
  soapVersion: "1.1",
};

export const ack = (operationId: string) =>
  ({ operationId, state: "accepted", acceptedAt: moment.date }) as const;

/** An External System whose requests are looked at and answered by hand. */
export function externalSystem(changes: Partial<ExternalSystemOptions> = {}) {
  const role = createExternalSystem({ ...options, ...changes }, { random, crypto, steppers: tableSteppers });
  const effects: Effect[] = [];
  const feed = (event: RoleEvent<ExternalSystemCommand>): readonly Effect[] => {
    const more = role.handle(event, moment);
    effects.push(...more);
    return more;
  };
  const lastRequest = (): { readonly request: string; readonly http: HttpRequest } => {
    const found = effects.findLast((effect) => effect.type === "request");
    if (found?.type !== "request") throw new Error("nothing was requested");
    return found;
  };
  return {
    effects,
    feed,
    lastRequest,
    command: (command: ExternalSystemCommand) => feed({ type: "command", command }),
    /** The latest request as the DM server reads it. */
    asked: (): WsiMessage<"DeviceManagement"> => {
      const read = readWsiRequest(lastRequest().http, "DeviceManagement");
      if (!read.ok) throw new Error(new TextDecoder().decode(read.response.body));
      return read;
    },
    answer: (response: HttpResponse) =>
      feed({ type: "response.received", request: lastRequest().request, response }),
    fail: () =>
      feed({
        type: "request.failed",
        request: lastRequest().request,
        reason: "unreachable",
        text: "nobody there",
      }),
    callback: <N extends MessageName<"ExternalSystemCallback">>(
      name: N,
      value: RequestInput<N>,
      password = "callback-secret",
    ): number => {
      const request = writeWsiRequest(options.callback.url, "ExternalSystemCallback", "1.1", name, value, {
        credentials:
          password === ""
            ? { scheme: "none", username: "", password: "" }
            : { scheme: "basic", username: "dms", password },
        crypto,
        random,
        date: moment.date,
      });
      const answers = feed({
        type: "request.received",
        exchange: "x",
        request,
        peer: { address: "memory", secure: false },
      });
      const responds = answers.filter((effect) => effect.type === "respond");
      if (responds.length !== 1 || responds[0]?.type !== "respond")
        throw new Error(`${responds.length} responses`);
      return responds[0].http.status;
    },
    states: (): string[] =>
      effects.flatMap((effect) => (effect.type === "state" ? [`${effect.machine} ${effect.state}`] : [])),
    reports: (): string[] =>
      effects.flatMap((effect) => (effect.type === "report" ? [effect.report.name] : [])),
    lastReport: () => effects.findLast((effect) => effect.type === "report")?.report,
  };
}

export const unknownDevice = (): HttpResponse =>
  writeFault("1.1", {
    kind: "ServiceException",
    messageId: "SVC0004",
    text: "No valid addresses provided in message part %1",
    variable: ["deviceId"],
  });

export { writeWsiResponse };
