import { utf8Text } from "../../simulator/core/bytes.ts";
import { seededRandom } from "../../simulator/core/random.ts";
import { createNodeCrypto } from "../../simulator/host/node-crypto.ts";
import { operations, type OperationName } from "../../simulator/protocols/wsi/index.ts";
import { prettyXml } from "../../simulator/schema/xml/index.ts";
import {
  writeWsiRequest,
  writeWsiResponse,
  type RequestInput,
  type ResponseInput,
} from "../../simulator/stacks/wsi-http.ts";
import type { HttpRequest, HttpResponse } from "../../simulator/wire/http.ts";
import { exampleValue } from "./wsi-example.ts";

const ADDRESS = new URL("https://dms.example/wsi");

/** A request and its response as they cross, with HTTP's part, as text. */
export function exampleExchange(name: OperationName, version: "1.1" | "1.2"): string {
  const { request, response } = operations[name];
  const sent = writeWsiRequest(
    ADDRESS.href,
    "DeviceManagement",
    version,
    name,
    exampleValue(request) as RequestInput<OperationName>, // made of the declaration
    {
      credentials: { scheme: "basic", username: "care", password: "secret" },
      crypto: createNodeCrypto(),
      random: seededRandom(1),
      date: 0,
    },
  );
  const answer = writeWsiResponse(
    version,
    name,
    exampleValue(response) as ResponseInput<OperationName>, // likewise
  );
  const head = `POST ${ADDRESS.pathname} HTTP/1.1\nHost: ${ADDRESS.host}`;
  return [textOf(head, sent), textOf(`HTTP/1.1 ${answer.status} OK`, answer)].join("\n\n");
}

function textOf(
  head: string,
  { headers, body }: Pick<HttpRequest | HttpResponse, "headers" | "body">,
): string {
  const fields = Object.entries(headers).map(([name, value]) => `${nameOf(name)}: ${value}`);
  return [head, ...fields, "", prettyXml(utf8Text(body) ?? "").trimEnd()].join("\n");
}

const spellings: Readonly<Record<string, string>> = { soapaction: "SOAPAction" };

function nameOf(field: string): string {
  return spellings[field] ?? field.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
