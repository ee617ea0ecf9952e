import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { EntryView, RegistryLine, UddiCatalog, UddiVersion } from "../../../../simulator/api/index.ts";
import { CodeView } from "../../../shared/widgets/code-view.tsx";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { PaneBar } from "../../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../../shared/widgets/scroll-region.tsx";
import { host, hostQueries } from "../../../state/host-client.ts";
import { keyHint } from "../../../state/keymap.ts";
import { attempt, problem } from "../../../state/problem.ts";
import { beginInquiry } from "../../../state/registry-actions.tsx";
import { changeRegistryUi, type InquiryDraft } from "../../../state/registry-ui.ts";
import { DraftForm, type FormPlace } from "./draft-form.tsx";
import styles from "./inquiry.module.css";

const OTHER = " other";

/** A request to a registry as it is being written: by form or as the envelope itself. */
export function RequestPane({
  run,
  registry,
  inquiry,
  entry,
  over,
  sending,
  onSend,
  onCancel,
}: {
  readonly run: string;
  readonly registry: RegistryLine | undefined;
  readonly inquiry: InquiryDraft;
  /** The chosen entry, whose key can be used. */
  readonly entry: EntryView | undefined;
  readonly over: string | undefined;
  readonly sending: boolean;
  readonly onSend: () => void;
  readonly onCancel: () => void;
}) {
  const { version, draft, raw } = inquiry;
  const models = useId();
  const catalog = useQuery(
    hostQueries.registry.catalog.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
  );
  const call = catalog.data?.calls[version].find(({ name }) => name === draft.name);
  const form = useQuery({
    ...hostQueries.registry.form.queryOptions({
      input: { version, call: draft.name },
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      enabled: call !== undefined,
    }),
    placeholderData: keepPreviousData,
  });
  const change = (next: Partial<InquiryDraft>) => {
    changeRegistryUi(run, { inquiry: { ...inquiry, ...next } });
  };
  const begin = (next: { readonly version?: UddiVersion; readonly call?: string }) =>
    void beginInquiry(run, {
      version: next.version ?? version,
      call: next.call ?? draft.name,
      registry: registry?.id,
      entry: entry?.id,
    });
  const toRaw = async () => {
    const written = await attempt("Writing the envelope", () => host.registry.write({ version, draft }));
    if (written !== undefined) change({ raw: written.envelope });
  };
  const toForm = async () => {
    const read = await attempt("Reading the envelope", () => host.registry.parse({ envelope: raw ?? "" }));
    if (read === undefined) return;
    if (read.draft === undefined || read.version === undefined) {
      problem.set(
        read.problem ?? "The request of the envelope is none of UDDI 2 or 3: it can be sent as it is.",
      );
      return;
    }
    if (read.lost.length > 0) problem.set(`The form has no place for: ${read.lost.join(" ")}`);
    change({ raw: undefined, draft: read.draft, version: read.version });
  };
  const place: FormPlace = {
    call: draft.name,
    version,
    qualifiers: catalog.data?.qualifiers ?? [],
    models,
    chosen: (kind) => {
      const key = entry?.keys.find(({ title }) => title === `${kind}Key`);
      return version === 2 ? key?.uddi2 : key?.uddi3;
    },
  };
  return (
    <>
      <PaneBar>
        <SegmentedControl
          aria-label="Version of UDDI"
          value={String(version)}
          onChange={(value) => {
            begin({ version: value === "2" ? 2 : 3 });
          }}
          data={[
            { value: "2", label: "UDDI 2" },
            { value: "3", label: "UDDI 3" },
          ]}
        />
        <NativeSelect
          aria-label="Call"
          value={draft.name}
          onChange={({ currentTarget }) => {
            begin({ call: currentTarget.value });
          }}
          data={callChoices(catalog.data, version, draft.name)}
        />
        <SegmentedControl
          aria-label="How the request is written"
          value={raw === undefined ? "form" : "raw"}
          onChange={(value) => void (value === "raw" ? toRaw() : toForm())}
          data={[
            { value: "form", label: "Form" },
            { value: "raw", label: "Raw XML" },
          ]}
        />
        <span className="grow" />
        {sending && (
          <Button variant="subtle" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button variant="filled" disabled={over !== undefined} title={over} onClick={onSend}>
          Send <kbd>{keyHint("sendRequest")}</kbd>
        </Button>
      </PaneBar>
      <Destination run={run} registry={registry} inquiry={inquiry} change={change} api={call?.api} />
      {raw === undefined ? (
        <ScrollRegion label="Request" className={styles.form}>
          <datalist id={models}>
            {catalog.data?.models.map(({ name, uddi2, uddi3 }) => {
              const key = version === 2 ? uddi2 : uddi3;
              return key === undefined ? undefined : <option key={key} value={key} label={name} />;
            })}
          </datalist>
          {form.data === undefined ? (
            <Empty>{form.error?.message ?? "Reading the form…"}</Empty>
          ) : (
            <DraftForm
              key={`${version} ${draft.name}`}
              fields={form.data.fields}
              draft={draft}
              place={place}
              onChange={(next) => {
                change({ draft: next });
              }}
            />
          )}
        </ScrollRegion>
      ) : (
        <div className={styles.raw}>
          <CodeView
            label="Envelope"
            text={raw}
            onChange={(text) => {
              change({ raw: text });
            }}
          />
        </div>
      )}
    </>
  );
}

/** Where a request goes, and as whom. */
function Destination({
  run,
  registry,
  inquiry,
  change,
  api,
}: {
  readonly run: string;
  readonly registry: RegistryLine | undefined;
  readonly inquiry: InquiryDraft;
  readonly change: (next: Partial<InquiryDraft>) => void;
  readonly api: "inquiry" | "publication" | "security" | undefined;
}) {
  const { url, publisher, password, loginUrl } = inquiry;
  const own = url === undefined ? (registry?.publishers ?? []) : [];
  return (
    <div className={styles.destination} data-run={run}>
      <NativeSelect
        aria-label="Registry"
        value={url === undefined ? "own" : OTHER}
        onChange={({ currentTarget }) => {
          change({ url: currentTarget.value === "own" ? undefined : "http://" });
        }}
        data={[
          ...(registry === undefined ? [] : [{ value: "own", label: `${registry.operator}, ours` }]),
          { value: OTHER, label: "at an address" },
        ]}
      />
      {url !== undefined && (
        <input
          aria-label="Address of the registry"
          className={`${styles.input ?? ""} ${styles.address ?? ""}`}
          value={url}
          spellCheck={false}
          onChange={({ currentTarget }) => {
            change({ url: currentTarget.value });
          }}
        />
      )}
      {api === "publication" && (
        <>
          <span className="caption">as</span>
          {own.length > 0 ? (
            <NativeSelect
              aria-label="Publisher"
              value={own.includes(publisher) ? publisher : ""}
              onChange={({ currentTarget }) => {
                change({ publisher: currentTarget.value });
              }}
              data={[{ value: "", label: "nobody" }, ...own]}
            />
          ) : (
            <>
              <input
                aria-label="User"
                placeholder="user"
                className={styles.input}
                value={publisher}
                onChange={({ currentTarget }) => {
                  change({ publisher: currentTarget.value });
                }}
              />
              <input
                aria-label="Password"
                type="password"
                placeholder="password"
                autoComplete="new-password"
                className={styles.input}
                value={password}
                onChange={({ currentTarget }) => {
                  change({ password: currentTarget.value });
                }}
              />
              <input
                aria-label="Address for logging in"
                placeholder="log-in address, when another"
                className={styles.input}
                value={loginUrl}
                onChange={({ currentTarget }) => {
                  change({ loginUrl: currentTarget.value });
                }}
              />
            </>
          )}
          <span className="caption clip">a token is fetched for {"{token}"}</span>
        </>
      )}
    </div>
  );
}

function callChoices(catalog: UddiCatalog | undefined, version: UddiVersion, call: string) {
  const titles = { inquiry: "Inquiry", publication: "Publication", security: "Security" } as const;
  const calls = catalog?.calls[version] ?? [];
  const groups = (["inquiry", "publication", "security"] as const).map((api) => ({
    group: titles[api],
    items: calls.filter((each) => each.api === api).map(({ name }) => name),
  }));
  return calls.some(({ name }) => name === call) ? groups : [{ group: "Raw", items: [call] }, ...groups];
}
