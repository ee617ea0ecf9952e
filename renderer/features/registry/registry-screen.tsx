import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { JournalRow, PartyView, RegistryRow } from "../../../simulator/api/index.ts";
import { namedRoles } from "../../shared/format/party-name.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { NamedRoles } from "../../shared/widgets/named-roles.ts";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { Tabs } from "../../shared/widgets/tabs.tsx";
import { host, hostQueries } from "../../state/host-client.ts";
import { attempt } from "../../state/problem.ts";
import { beginInquiry, sendInquiry } from "../../state/registry-actions.tsx";
import { changeRegistryUi, currentRegistry, useRegistryUi } from "../../state/registry-ui.ts";
import { useRun } from "../../state/run-feeds.ts";
import { currentRun, rowBySeq } from "../../state/run-ui.ts";
import { EntryPane } from "./entry-pane.tsx";
import { ExchangesPane } from "./exchanges-pane.tsx";
import { AnswerPane } from "./inquiry/answer-pane.tsx";
import { RequestPane } from "./inquiry/request-pane.tsx";
import styles from "./registry.module.css";
import { TreePane } from "./tree-pane.tsx";

/** Rows of the tree that are read at a time. */
const PAGE = 200;
const noParties: readonly PartyView[] = [];

/** What the registries of a run hold, what was said to them, and calls to them or to any other registry. */
export function RegistryScreen({
  runId,
  inspector,
}: {
  readonly runId: string;
  readonly inspector: (place: {
    readonly run: string;
    readonly row: JournalRow | undefined;
    readonly going: boolean;
    readonly onSelect: (seq: number) => void;
  }) => ReactNode;
}) {
  const navigate = useNavigate();
  const ui = useRegistryUi(runId);
  const snapshot = useRun(runId);
  const [shownPage, setShownPage] = useState(0);
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const query = useQuery({
    ...hostQueries.registry.watch.experimental_liveOptions({
      input: {
        run: runId,
        text: ui.text,
        open: [...ui.open],
        skip: Math.max(0, shownPage - 1) * PAGE,
        limit: 3 * PAGE,
        ...(ui.registry === undefined ? {} : { registry: ui.registry }),
      },
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const registry = data?.registries.find(({ id }) => id === data.registry);
  const isEntry = ui.entry !== undefined && /^(?:business|service|binding|tModel):/.test(ui.entry);
  const entry = useQuery({
    ...hostQueries.registry.entry.experimental_liveOptions({
      input:
        isEntry && registry !== undefined
          ? { run: runId, registry: registry.id, id: ui.entry ?? "" }
          : skipToken,
      retry: false,
    }),
  });
  const inquiries = useQuery({
    ...hostQueries.registry.inquiries.experimental_liveOptions({
      input: { run: runId, ...(ui.shown === undefined ? {} : { inquiry: ui.shown }) },
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  useFirstEntry(runId, data?.rows, ui.entry === undefined && ui.open.length === 0);
  const registryId = registry?.id;
  const over = data?.over;
  const { inquiry, mode } = ui;
  const isRead = data !== undefined;
  const find = useCallback(() => {
    // whether there is a registry of ours to ask is not known before
    if (!isRead) changeRegistryUi(runId, { mode: "inquiry" });
    else void beginInquiry(runId, { version: 3, call: "find_service", registry: registryId });
  }, [runId, registryId, isRead]);
  const isAwaited = mode === "inquiry" && inquiry === undefined && isRead;
  useEffect(() => {
    if (isAwaited) find();
  }, [isAwaited, find]);
  const send = useMemo(
    () =>
      mode !== "inquiry" || inquiry === undefined || over !== undefined
        ? undefined
        : () => void sendInquiry(runId, registryId, inquiry),
    [runId, registryId, inquiry, mode, over],
  );
  useCurrentRegistry(
    runId,
    data?.publications.find(({ state }) => state !== "off")?.server,
    over,
    send,
    find,
  );
  useSendKey(send);
  const onActive = useCallback(
    ({ id }: RegistryRow) => {
      changeRegistryUi(runId, { entry: id });
    },
    [runId],
  );
  const onShow = useCallback((index: number) => {
    setShownPage(Math.floor(index / PAGE));
  }, []);
  const { run } = snapshot;
  const { parties = noParties, crowd } = run ?? {};
  const named = useMemo(() => namedRoles({ parties, crowd }), [parties, crowd]);
  const choices = (runs.data ?? []).map(({ id, title }) => ({ value: id, label: `${id} · ${title}` }));
  const isKnown = choices.some(({ value }) => value === runId);
  const story = inquiries.data?.story;
  const openLive = () => void navigate({ to: "/registry/$run", params: { run: "live" } });
  const row = ui.message === undefined ? undefined : rowBySeq(snapshot.rows, snapshot.count, ui.message);
  const isBare = data !== undefined && data.registries.length === 0;
  return (
    <NamedRoles value={named}>
      <div className={styles.screen}>
        {data === undefined || isBare ? (
          <Pane label="Entries of the registry" className={styles.left}>
            <PaneHead title="Registry" />
            <Empty
              actions={
                runId !== "live" ? <Button onClick={openLive}>Open the live registry</Button> : undefined
              }
            >
              {query.isError ? (
                <b>{query.error.message}</b>
              ) : data === undefined ? (
                "Reading the registry…"
              ) : (
                <>
                  <b>There is no registry of ours in this run.</b> The host has one unless its configuration
                  says <code>registry: enabled: false</code>; Figure 2 brings its own. Inquiries can be sent
                  to any address.
                </>
              )}
            </Empty>
          </Pane>
        ) : (
          <TreePane
            run={runId}
            page={data}
            ui={ui}
            owner={isEntry ? entry.data?.owner : undefined}
            onActive={onActive}
            onShow={onShow}
          />
        )}
        <Pane label="Registry" className={styles.middle}>
          <PaneHead title="Registry" level={1} about={<span title={data?.over}>{data?.over}</span>}>
            <label htmlFor="registry-run" className="caption">
              run
            </label>
            <NativeSelect
              id="registry-run"
              className={styles.run ?? ""}
              value={runId}
              onChange={({ currentTarget }) =>
                void navigate({ to: "/registry/$run", params: { run: currentTarget.value } })
              }
              data={isKnown ? choices : [{ value: runId, label: runId }, ...choices]}
            />
          </PaneHead>
          <Tabs
            id="registry"
            label="What is shown"
            tabs={[
              { name: "entry", title: "Entry" },
              { name: "inquiry", title: "Inquiry console" },
            ]}
            chosen={mode}
            onChoose={(name) => {
              if (name === "inquiry" && inquiry === undefined) find();
              else changeRegistryUi(runId, { mode: name });
            }}
          />
          <div
            id="registry-panel"
            role="tabpanel"
            aria-labelledby={`registry-tab-${mode}`}
            className={styles.panel}
          >
            {mode === "inquiry" && inquiry !== undefined ? (
              <RequestPane
                run={runId}
                registry={registry}
                inquiry={inquiry}
                entry={isEntry ? entry.data : undefined}
                over={over}
                sending={story?.line.state === "sending"}
                onSend={() => send?.()}
                onCancel={() => {
                  const { shown } = ui;
                  if (shown !== undefined)
                    void attempt("Cancelling", () => host.registry.cancel({ run: runId, inquiry: shown }));
                }}
              />
            ) : data === undefined || isBare ? (
              <Empty actions={<Button onClick={find}>Ask another registry</Button>}>
                <b>Nothing to look at.</b> The inquiry console asks any registry by its address.
              </Empty>
            ) : (
              <EntryPane run={runId} page={data} id={ui.entry} />
            )}
          </div>
        </Pane>
        {mode === "inquiry" ? (
          <AnswerPane run={runId} lines={inquiries.data?.lines ?? []} story={story} />
        ) : (
          inspector({
            run: runId,
            row,
            going: run?.state === "running",
            onSelect: (seq) => {
              changeRegistryUi(runId, { message: seq });
            },
          })
        )}
        <ExchangesPane run={runId} ui={ui} onFind={over === undefined ? find : undefined} />
      </div>
    </NamedRoles>
  );
}

/** Opens the first business and its first service at the first visit, as far as there are few. */
function useFirstEntry(run: string, rows: readonly RegistryRow[] | undefined, fresh: boolean): void {
  const first = rows?.find(({ kind }) => kind === "business")?.id;
  useEffect(() => {
    if (fresh && first !== undefined) changeRegistryUi(run, { open: [first, "tModels"], entry: first });
  }, [run, fresh, first]);
}

/** Tells the commands of palette and keys what is on screen. */
function useCurrentRegistry(
  run: string,
  server: string | undefined,
  over: string | undefined,
  send: (() => void) | undefined,
  find: () => void,
): void {
  useEffect(() => {
    currentRegistry.set({ run, server, over, send, find });
    return () => {
      currentRegistry.set(undefined);
    };
  }, [run, server, over, send, find]);
}

/** The key that sends belongs to what is on screen. */
function useSendKey(send: (() => void) | undefined): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || send === undefined) return;
      event.preventDefault();
      send();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [send]);
}
