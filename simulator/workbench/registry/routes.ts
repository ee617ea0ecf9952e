import { implement } from "@orpc/server";
import { contract } from "../../api/contract.ts";
import { WorkbenchError } from "../../core/error.ts";
import type { DmServerCommand } from "../../roles/dm-server/index.ts";
import { act, actLater } from "../api-errors.ts";
import { optionally } from "../optionally.ts";
import type { WorkbenchService } from "../service.ts";
import { watchDistinct } from "../watch-distinct.ts";
import type { WorldRoles } from "../world-roles.ts";
import { createWakeUp } from "../watch.ts";
import { registryIn } from "./entry-ids.ts";
import { entryView } from "./entry-view.ts";
import { readExchanges } from "./exchanges.ts";
import { createInquiries, type Inquiries } from "./inquiries.ts";
import { registryPage } from "./page-view.ts";
import { templateOf } from "./templates.ts";
import { parseEnvelope, writeEnvelope } from "./uddi-draft.ts";
import { callNamed, formOf, uddiCatalog } from "./uddi-form.ts";

/** Intervals in milliseconds: between two values of a watch, and after which what counts down is told again. */
const INTERVAL = 100;
const TICK = 1000;

/** Handlers of `registry`. */
export function registryRoutes(service: WorkbenchService) {
  const api = implement(contract).registry;
  const inquiriesOf = new Map<string, Inquiries>();
  const { wall } = service.ports;

  const inquiriesIn = (run: string): Inquiries => {
    service.roles(run);
    let known = inquiriesOf.get(run);
    if (!known)
      inquiriesOf.set(
        run,
        (known = createInquiries(
          () => service.roles(run),
          () => wall.now(),
        )),
      );
    return known;
  };
  const ended = (run: string) => (): boolean => service.roles(run).over !== undefined;
  const command = async (
    run: string,
    server: string,
    name: "publish" | "withdraw",
  ): Promise<Record<string, never>> => {
    await dmServerIn(service.roles(run), server).command({ name } satisfies DmServerCommand);
    return {};
  };
  const get = async (run: string, url: string) => {
    const http = { method: "GET", url, headers: { accept: "text/xml, */*" }, body: new Uint8Array(0) };
    return service.roles(run).send({ channel: "http", http, conversation: "inquiry:workbench" });
  };

  return {
    watch: api.watch.handler(({ input, signal }) =>
      act(() => {
        const { run, ...query } = input;
        service.roles(run);
        return watchDistinct(service, run, {
          read: () => registryPage(service.roles(run), service.devices(run).clock.date(), query),
          ended: ended(run),
          interval: INTERVAL,
          tick: TICK,
          signal,
        });
      }),
    ),
    entry: api.entry.handler(({ input: { run, registry, id }, signal }) =>
      act(() => {
        const read = () => entryView(registryIn(service.roles(run), registry).view, id);
        read();
        return watchEntry(service, run, read, ended(run), signal);
      }),
    ),
    exchanges: api.exchanges.handler(({ input, signal }) =>
      act(() => {
        const { run, ...query } = input;
        const source = service.source(run);
        return watchDistinct(service, run, {
          read: () => readExchanges(source, query),
          ended: ended(run),
          interval: INTERVAL,
          signal,
        });
      }),
    ),
    behave: api.behave.handler(({ input: { run, registry, as } }) =>
      actLater(async () => {
        await registryIn(service.roles(run), registry).command({ name: "behave", as });
        return {};
      }),
    ),
    publish: api.publish.handler(({ input: { run, server } }) =>
      actLater(() => command(run, server, "publish")),
    ),
    withdraw: api.withdraw.handler(({ input: { run, server } }) =>
      actLater(() => command(run, server, "withdraw")),
    ),
    fetch: api.fetch.handler(({ input: { run, url } }) =>
      actLater(async () => {
        const answer = await get(run, url);
        if (answer.kind === "failed")
          throw new WorkbenchError("registry/fetch", `Nobody answers there: ${answer.text}`, { url });
        const { status, body } = answer.response;
        return { status, text: new TextDecoder().decode(body) };
      }),
    ),
    test: api.test.handler(({ input: { run, url } }) =>
      actLater(async () => {
        const answer = await get(run, url);
        return answer.kind === "failed"
          ? { answers: false, about: answer.text }
          : { answers: true, about: `HTTP ${answer.response.status} to a GET` };
      }),
    ),
    catalog: api.catalog.handler(() => uddiCatalog()),
    form: api.form.handler(({ input: { version, call } }) =>
      act(() => ({ fields: formOf(version, callNamed(version, call)) })),
    ),
    template: api.template.handler(({ input: { run, registry, version, call, entry } }) =>
      act(() => {
        const roles = service.roles(run);
        const place = registry === undefined ? undefined : registryIn(roles, registry);
        return templateOf(version, callNamed(version, call), place?.view, entry);
      }),
    ),
    write: api.write.handler(({ input: { version, draft } }) =>
      act(() => ({ envelope: writeEnvelope(version, draft) })),
    ),
    parse: api.parse.handler(({ input: { envelope } }) => act(() => parseEnvelope(envelope))),
    send: api.send.handler(({ input: { run, ...request } }) =>
      act(() => {
        const { over } = service.roles(run);
        if (over !== undefined) throw new WorkbenchError("role/refused", over, {});
        return { inquiry: inquiriesIn(run).send(request) };
      }),
    ),
    inquiries: api.inquiries.handler(({ input: { run, inquiry }, signal }) =>
      act(() => watchInquiries(inquiriesIn(run), inquiry, signal)),
    ),
    again: api.again.handler(({ input: { run, inquiry } }) =>
      act(() => {
        const { version, draft, envelope, registry, url, publisher } = inquiriesIn(run).request(inquiry);
        return {
          version,
          draft,
          ...optionally("envelope", envelope),
          ...optionally("registry", registry),
          ...optionally("url", url),
          ...optionally("publisher", publisher?.userId),
        };
      }),
    ),
    cancel: api.cancel.handler(({ input: { run, inquiry } }) =>
      act(() => {
        inquiriesIn(run).cancel(inquiry);
        return {};
      }),
    ),
  };
}

function dmServerIn(roles: WorldRoles, id: string) {
  const server = roles.dmServers.get(id);
  if (server) return server;
  throw new WorkbenchError("dm-server/unknown", `There is no DM server ${id} in this run`, { id });
}

/** An entry until it is gone; that it has gone is told by the end. */
async function* watchEntry<T>(
  service: WorkbenchService,
  run: string,
  read: () => T,
  ended: () => boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  let gone = false;
  let last = read();
  const readOrLast = (): T => {
    try {
      last = read();
    } catch {
      // it was deleted: the list beside it shows so
      gone = true;
    }
    return last;
  };
  yield* watchDistinct(service, run, {
    read: readOrLast,
    ended: () => gone || ended(),
    interval: INTERVAL,
    signal,
  });
}

async function* watchInquiries(
  inquiries: Inquiries,
  id: string | undefined,
  signal: AbortSignal | undefined,
) {
  const wakeUp = createWakeUp((listener) => inquiries.changed.subscribe(listener), signal);
  try {
    while (!signal?.aborted) {
      const story = id === undefined ? undefined : inquiries.story(id);
      yield { lines: inquiries.lines(), ...optionally("story", story) };
      await wakeUp.wait();
    }
  } finally {
    wakeUp.stop();
  }
}
