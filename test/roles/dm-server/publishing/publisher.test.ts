import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../simulator/core/random.ts";
import {
  createPublisher,
  type PublisherOptions,
} from "../../../../simulator/roles/dm-server/publishing/publisher.ts";
import { publishedWsi } from "../../../../simulator/roles/dm-server/publishing/published-wsi.ts";
import { createRegistry } from "../../../../simulator/roles/registry/index.ts";
import { summariseUddi } from "../../../../simulator/stacks/summary-uddi.ts";
import type { Effect, Role } from "../../../../simulator/wire/role.ts";
import { createMemoryStore } from "../../../../simulator/workbench/memory-store.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";
import { tableSteppers } from "../../../support/table-steppers.ts";

const options: PublisherOptions = {
  inquiryUrl: "http://ddi.example/uddi/inquiry",
  publishUrl: "http://ddi.example/uddi/publish",
  userId: "dms",
  password: "secret",
  wsi: publishedWsi("http://dms.example", "Example Operator"),
};
const moment = { now: 0, date: 0 };

function setUp(changes: Partial<PublisherOptions> = {}) {
  const context = { random: seededRandom("p"), crypto: createNodeCrypto(), steppers: tableSteppers };
  const registryStore = createMemoryStore();
  const registry: Role<never> = createRegistry(
    { operator: "ddi", publishers: [{ userId: "dms", password: "secret" }] },
    context,
    registryStore,
  );
  const store = createMemoryStore();
  const publisher = createPublisher({ ...options, ...changes }, context, store);
  const asked: string[] = [];
  const effects: Effect[] = [];
  const queue: Effect[] = [];
  const sink = (effect: Effect): void => {
    effects.push(effect);
    queue.push(effect);
  };
  /** Runs what the publisher ordered against the registry until nothing is left. */
  const drain = (): void => {
    for (let effect = queue.shift(); effect; effect = queue.shift()) {
      if (effect.type === "commit") store.commit(effect.writes, () => undefined);
      if (effect.type !== "request") continue;
      asked.push(summariseUddi(effect.http.body, undefined).title);
      const answers = registry.handle(
        {
          type: "request.received",
          exchange: "x",
          request: effect.http,
          peer: { address: "memory", secure: false },
        },
        moment,
      );
      for (const answer of answers)
        if (answer.type === "respond") publisher.handleResponse(effect.request, answer.http, moment, sink);
    }
  };
  const states = (): string[] => effects.flatMap((effect) => (effect.type === "state" ? [effect.state] : []));
  return { publisher, asked, effects, sink, drain, states, store };
}

describe("F2.1 the publication of the WSI", () => {
  it("finds before it saves: tModels, business, service", () => {
    const { publisher, asked, sink, drain, states } = setUp();
    publisher.publish(moment, sink);
    drain();
    expect(asked).toEqual([
      "get_authToken",
      "find_tModel",
      "save_tModel",
      "save_tModel",
      "find_business",
      "save_business",
      "find_service",
      "save_service",
      "discard_authToken",
    ]);
    expect(states()).toEqual([
      "authenticating",
      "publishingTModels",
      "publishingBusiness",
      "publishingService",
      "published",
    ]);
  });

  it("reuses every key when it publishes again", () => {
    const { publisher, asked, sink, drain, effects } = setUp();
    publisher.publish(moment, sink);
    drain();
    const first = effects.find((effect) => effect.type === "report");
    asked.length = 0;
    effects.length = 0;
    publisher.publish(moment, sink);
    drain();
    expect(asked).toEqual([
      "get_authToken",
      "find_tModel",
      "get_tModelDetail",
      "find_business",
      "find_service",
      "get_serviceDetail",
      "save_service",
      "discard_authToken",
    ]);
    expect(effects.find((effect) => effect.type === "report")).toEqual(first);
  });

  it("withdraws the service", () => {
    const { publisher, asked, sink, drain, states } = setUp();
    publisher.publish(moment, sink);
    drain();
    asked.length = 0;
    publisher.withdraw(moment, sink);
    drain();
    expect(asked).toEqual(["get_authToken", "delete_service", "discard_authToken"]);
    expect(states().slice(-2)).toEqual(["withdrawing", "unpublished"]);
  });

  it("publishes, reuses its keys and withdraws in version 3 as in version 2", () => {
    const { publisher, asked, sink, drain, states, effects } = setUp({
      version: 3,
      securityUrl: "http://ddi.example/uddi/security",
    });
    publisher.publish(moment, sink);
    drain();
    const reports = () => effects.filter((effect) => effect.type === "report");
    const [first] = reports();
    expect(first).toMatchObject({
      report: { name: "publication.published", data: { service: expect.stringMatching(/^uddi:/) as string } },
    });
    asked.length = 0;
    publisher.publish(moment, sink);
    drain();
    expect(asked.filter((title) => title.startsWith("save"))).toEqual(["save_service"]);
    expect(reports().at(-1)).toEqual(first);
    publisher.withdraw(moment, sink);
    drain();
    expect(states().slice(-2)).toEqual(["withdrawing", "unpublished"]);
    expect(reports().at(-1)).toMatchObject({ report: { name: "publication.withdrawn" } });
  });

  it("stops at a refusal and says why", () => {
    const { publisher, sink, drain, states, effects } = setUp({ password: "wrong" });
    publisher.publish(moment, sink);
    drain();
    expect(states().at(-1)).toBe("refused");
    expect(effects).toContainEqual(
      expect.objectContaining({
        type: "note",
        code: "publication-refused",
        text: expect.stringContaining("E_unknownUser") as string,
      }),
    );
  });

  it("tries an absent registry again, later each time, and never gives up", () => {
    const { publisher, sink, effects } = setUp();
    const dues: number[] = [];
    publisher.publish(moment, sink);
    for (let attempt = 0; attempt < 9; attempt++) {
      const request = effects.findLast((effect) => effect.type === "request");
      publisher.handleFailure(
        request?.type === "request" ? request.request : "",
        "nothing listens",
        moment,
        sink,
      );
      const timer = effects.findLast((effect) => effect.type === "timer.arm");
      if (timer?.type === "timer.arm") dues.push(timer.due);
      publisher.handleTimer("publishing/retry", moment, sink);
    }
    expect(dues.slice(0, 3)).toEqual([5_000, 10_000, 20_000]);
    expect(Math.max(...dues)).toBe(300_000);
    expect(dues).toHaveLength(9);
  });

  it("ignores an answer that it does not wait for", () => {
    const { publisher, sink, effects } = setUp();
    publisher.handleResponse(
      "publishing/99",
      { status: 200, headers: {}, body: new Uint8Array(0) },
      moment,
      sink,
    );
    expect(effects).toEqual([]);
  });
});
