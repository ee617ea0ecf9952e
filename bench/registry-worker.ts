import { DatabaseSync } from "node:sqlite";
import { createNodeCrypto } from "../simulator/host/node-crypto.ts";
import { nodeRandom } from "../simulator/host/node-random.ts";
import {
  tModelKeys,
  type UddiMessageInput,
  type UddiRequestName,
} from "../simulator/protocols/uddi/index.ts";
import { createRegistry } from "../simulator/roles/registry/index.ts";
import { readUddiResponse, writeUddiRequest } from "../simulator/stacks/uddi-http.ts";
import type { HttpRequest, HttpResponse } from "../simulator/wire/http.ts";
import { createMemoryStore } from "../simulator/workbench/memory-store.ts";
import { tableSteppers } from "../simulator/workbench/table-steppers.ts";
import { MODELS, NAMESPACE, nameOf, PATTERN, ROWS, SERVICES } from "./registry-services.ts";
import { serveWorker } from "./worker.ts";

/*
 * Worker: one contender of the registry's benchmark, which holds ten thousand services. A unit of work of `registry` is a
 * find_service from the octets of the request to those of the response; of `sqlite` the same query in a table.
 */
const works: Readonly<Record<string, () => (item: number) => number>> = { registry, sqlite };
const find = works[process.argv[2] ?? ""]?.();
if (!find) throw new Error("The contender is registry or sqlite");
serveWorker({ services: SERVICES, rows: find(0) }, (count) => {
  for (let item = 0; item < count; item++)
    if (find(item) !== ROWS) throw new Error("The answer is not the one expected");
  return Promise.resolve();
});

function registry(): (item: number) => number {
  const role = createRegistry(
    { operator: "ddi.example", publishers: [{ userId: "bench", password: "secret" }] },
    { random: nodeRandom, crypto: createNodeCrypto(), steppers: tableSteppers },
    createMemoryStore(),
  );
  const post = (request: HttpRequest): HttpResponse => {
    const effects = role.handle(
      { type: "request.received", exchange: "1", request, peer: { address: "memory", secure: false } },
      { now: 0, date: 0 },
    );
    const answer = effects.find((effect) => effect.type === "respond");
    if (!answer || answer.http.status !== 200) throw new Error("The registry refused");
    return answer.http;
  };
  const ask = (api: string, message: UddiMessageInput<UddiRequestName>) => {
    const read = readUddiResponse(post(writeUddiRequest(`http://ddi.example/uddi/${api}`, message)));
    if (read.kind !== "response") throw new Error(read.text);
    return read.message;
  };
  const token = ask("publish", { name: "get_authToken", value: { userID: "bench", cred: "secret" } });
  const authInfo = token.name === "authToken" ? token.value.authInfo : "";
  const tModel = Array.from({ length: MODELS }, (_, index) => ({
    tModelKey: "",
    name: { text: `portType ${index}` },
  }));
  const models = ask("publish", { name: "save_tModel", value: { authInfo, tModel } });
  const modelKeys =
    models.name === "tModelDetail" ? models.value.tModel.map((model) => model.tModelKey ?? "") : [];
  const businessEntity = [{ businessKey: "", name: [{ text: "Operator" }] }];
  const businesses = ask("publish", { name: "save_business", value: { authInfo, businessEntity } });
  const businessKey =
    businesses.name === "businessDetail" ? businesses.value.businessEntity[0]?.businessKey : "";
  const reference = { tModelKey: tModelKeys.xmlNamespace, keyName: "namespace", keyValue: NAMESPACE };
  for (let first = 0; first < SERVICES; first += 500) {
    const businessService = Array.from({ length: 500 }, (_, index) => ({
      serviceKey: "",
      businessKey,
      name: [{ text: nameOf(first + index) }],
      bindingTemplates: {
        bindingTemplate: [
          {
            bindingKey: "",
            accessPoint: { URLType: "http" as const, text: `http://dms${first + index}.example/wsi` },
            tModelInstanceDetails: {
              tModelInstanceInfo: [{ tModelKey: modelKeys[(first + index) % MODELS] ?? "" }],
            },
          },
        ],
      },
      categoryBag: { keyedReference: [reference] },
    }));
    ask("publish", { name: "save_service", value: { authInfo, businessService } });
  }
  const requests = modelKeys.map((key) =>
    writeUddiRequest("http://ddi.example/uddi/inquiry", {
      name: "find_service",
      value: {
        maxRows: ROWS,
        name: [{ text: PATTERN }],
        categoryBag: { keyedReference: [reference] },
        tModelBag: { tModelKey: [key] },
      },
    }),
  );
  const count = (response: HttpResponse): number => {
    const read = readUddiResponse(response);
    return read.kind === "response" && read.message.name === "serviceList"
      ? (read.message.value.serviceInfos?.serviceInfo.length ?? 0)
      : 0;
  };
  const [probe] = requests;
  const rows = probe ? count(post(probe)) : 0;
  return (item) => {
    const request = requests[item % requests.length];
    return request && post(request).body.length > 0 ? rows : 0;
  };
}

function sqlite(): (item: number) => number {
  const database = new DatabaseSync(":memory:");
  database.exec(`
    CREATE TABLE service (id INTEGER PRIMARY KEY, key TEXT, business TEXT, name TEXT COLLATE NOCASE);
    CREATE INDEX service_name ON service (name);
    CREATE TABLE category (model TEXT, value TEXT COLLATE NOCASE, service INTEGER);
    CREATE INDEX category_of ON category (service, model, value);
    CREATE TABLE implements (model TEXT, service INTEGER, PRIMARY KEY (model, service)) WITHOUT ROWID;
  `);
  const service = database.prepare("INSERT INTO service VALUES (?, ?, ?, ?)");
  const category = database.prepare("INSERT INTO category VALUES (?, ?, ?)");
  const implement = database.prepare("INSERT INTO implements VALUES (?, ?)");
  database.exec("BEGIN");
  for (let index = 0; index < SERVICES; index++) {
    service.run(index, `key ${index}`, "business", nameOf(index));
    category.run("namespace", NAMESPACE, index);
    implement.run(`model ${index % MODELS}`, index);
  }
  database.exec("COMMIT");
  const query = database.prepare(`
    SELECT service.key, service.business, service.name FROM implements
    JOIN service ON service.id = implements.service
    JOIN category ON category.service = service.id AND category.model = ? AND category.value = ?
    WHERE implements.model = ? AND service.name LIKE ? ORDER BY service.name LIMIT ?
  `);
  return (item) => query.all("namespace", NAMESPACE, `model ${item % MODELS}`, `${PATTERN}%`, ROWS).length;
}
