import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { utf8 } from "../../simulator/core/bytes.ts";
import { seededRandom } from "../../simulator/core/random.ts";
import {
  apiOfRequest,
  type UddiMessage,
  type UddiMessageInput,
  type UddiRequestName,
  type UddiResponseName,
  type UddiVersion,
} from "../../simulator/protocols/uddi/index.ts";
import { createRegistry, type RegistryOptions } from "../../simulator/roles/registry/index.ts";
import { readUddiResponse, writeUddiRequest } from "../../simulator/stacks/uddi-http.ts";
import type { HttpRequest, HttpResponse } from "../../simulator/wire/http.ts";
import type { Effect, Role } from "../../simulator/wire/role.ts";
import { createMemoryStore, type MemoryStore } from "../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "./node-crypto.ts";
import { tableSteppers } from "./table-steppers.ts";
import { vectorPath } from "./vectors.ts";
import { compileXsdFile } from "./xsd-file.ts";
import type { XsdCheck } from "./xsd.ts";

const paths = { inquiry: "inquiry", publication: "publish", security: "security" } as const;
const crypto = createNodeCrypto();

const schemas: Partial<Record<UddiVersion, XsdCheck>> = {};
for (const version of [2, 3] as const) {
  const file = vectorPath("uddi", "schemas", `uddi_v${version}.xsd`);
  if (existsSync(file)) schemas[version] = compileXsdFile(file);
}

/** What is wrong with the content of an envelope by the official schema of its version; nothing where that is absent. */
export function schemaProblems(version: UddiVersion, body: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(body);
  const inside = /<(?:\w+:)?(?:detail|Body)>(?!<(?:\w+:)?Fault)(.*?)<\/(?:\w+:)?(?:detail|Body)>/s.exec(
    text,
  )?.[1];
  if (inside === undefined && !/<(?:\w+:)?Body\/>/.test(text)) return [`no content in ${text}`];
  return inside === undefined ? [] : (schemas[version]?.problems(inside) ?? []);
}

/** A registry that is asked message by message; every response is checked against the official schema. */
export class AskedRegistry {
  now = 0;
  date = Date.UTC(2026, 0, 1);
  effects: readonly Effect[] = [];
  readonly store: MemoryStore = createMemoryStore();
  readonly #options: RegistryOptions;
  #registry: Role<never>;

  constructor(options: Partial<RegistryOptions> = {}) {
    this.#options = {
      operator: "ddi.example",
      publishers: ["dms", "other"].map((userId) => ({ userId, password: "secret" })),
      ...options,
    };
    this.#registry = this.#create();
  }

  #create(): Role<never> {
    return createRegistry(
      this.#options,
      { random: seededRandom("r"), crypto, steppers: tableSteppers },
      this.store,
    );
  }

  restart(): void {
    this.#registry = this.#create();
  }

  post(http: HttpRequest): HttpResponse {
    this.effects = this.#registry.handle(
      { type: "request.received", exchange: "x", request: http, peer: { address: "memory", secure: false } },
      { now: this.now, date: this.date },
    );
    for (const effect of this.effects)
      if (effect.type === "commit") this.store.commit(effect.writes, () => undefined);
    const responds = this.effects.filter((effect) => effect.type === "respond");
    assert.equal(responds.length, 1);
    return responds[0]!.http;
  }

  /** Posts a text as the body of an envelope. */
  raw(api: "inquiry" | "publish" | "security", inside: string): HttpResponse {
    const body = utf8(
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${inside}</e:Body></e:Envelope>`,
    );
    const headers = { "content-type": "text/xml; charset=utf-8" };
    return this.post({ method: "POST", url: `http://ddi.example/uddi/${api}`, headers, body });
  }

  ask(version: UddiVersion, message: UddiMessageInput<UddiRequestName>) {
    const path = paths[apiOfRequest(message.name)!];
    const response = this.post(writeUddiRequest(`http://ddi.example/uddi/${path}`, message, version));
    assert.deepEqual(schemaProblems(version, response.body), [], `${message.name} in version ${version}`);
    return readUddiResponse(response);
  }

  /** The response that is expected. */
  get<N extends UddiResponseName>(
    version: UddiVersion,
    message: UddiMessageInput<UddiRequestName>,
    name: N,
  ): UddiMessage<N>["value"] {
    const answer = this.ask(version, message);
    if (answer.kind !== "response" || !isNamed(answer.message, name))
      throw new Error(`${name} was expected: ${JSON.stringify(answer)}`);
    assert.deepEqual(answer.findings, []);
    return answer.message.value;
  }

  /** Expects success without a word: the report of version 2, the empty body of version 3. */
  succeed(version: UddiVersion, message: UddiMessageInput<UddiRequestName>): void {
    const answer = this.ask(version, message);
    if (version === 3) return assert.equal(answer.kind, "empty");
    assert.ok(answer.kind === "response" && isNamed(answer.message, "dispositionReport"), message.name);
    assert.equal(answer.message.value.result[0]?.errno, 0);
  }

  refuse(version: UddiVersion, message: UddiMessageInput<UddiRequestName>): string {
    const answer = this.ask(version, message);
    if (answer.kind !== "error") throw new Error(`an error was expected: ${JSON.stringify(answer)}`);
    return answer.code;
  }

  logIn(version: UddiVersion, userID = "dms"): string {
    return this.get(version, { name: "get_authToken", value: { userID, cred: "secret" } }, "authToken")
      .authInfo;
  }
}

function isNamed<N extends UddiResponseName>(
  message: UddiMessage<UddiResponseName>,
  name: N,
): message is UddiMessage<N> & UddiMessage<UddiResponseName> {
  return message.name === name;
}
