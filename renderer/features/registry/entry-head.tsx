import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { EntryView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { CodeView } from "../../shared/widgets/code-view.tsx";
import { PaneBar } from "../../shared/widgets/pane.tsx";
import { host } from "../../state/host-client.ts";
import { attempt } from "../../state/problem.ts";
import { beginInquiry, deleteEntry } from "../../state/registry-actions.tsx";
import styles from "./registry.module.css";

const kindNames: Readonly<Record<EntryView["kind"], string>> = {
  business: "businessEntity",
  service: "businessService",
  binding: "bindingTemplate",
  tModel: "tModel",
};

/** Name of an entry and what can be done with it. */
export function EntryHead({
  run,
  registry,
  entry,
  over,
}: {
  readonly run: string;
  readonly registry: string;
  readonly entry: EntryView;
  readonly over: string | undefined;
}) {
  const [asked, setAsked] = useState(false);
  const [wsdl, setWsdl] = useState<string>();
  const [tested, setTested] = useState<{ readonly answers: boolean; readonly about: string }>();
  const { wsdl: address, accessPoint } = entry;
  const off = {
    disabled: over !== undefined || entry.wellKnown,
    title: over ?? (entry.wellKnown ? "It belongs to the registry itself." : undefined),
  };
  const fetchWsdl = async () => {
    if (address === undefined) return;
    const got = await attempt("Fetching the WSDL", () => host.registry.fetch({ run, url: address }));
    if (got !== undefined) setWsdl(got.text);
  };
  const test = async () => {
    if (accessPoint === undefined) return;
    setTested(await attempt("Testing", () => host.registry.test({ run, url: accessPoint.url })));
  };
  return (
    <>
      <PaneBar>
        <b className={`${styles.entryName ?? ""} strong clip`} title={entry.name}>
          {entry.name}
        </b>
        <span className="caption">
          {kindNames[entry.kind]}
          {entry.hidden && ", hidden"}
        </span>
        <span className="grow" />
        {tested !== undefined && (
          <span className={tested.answers ? styles.good : styles.bad} role="status" title={tested.about}>
            {tested.answers ? "✓ answers" : "✗ no answer"}
          </span>
        )}
        {accessPoint !== undefined && (
          <Button disabled={over !== undefined} title={over} onClick={() => void test()}>
            Test
          </Button>
        )}
        {address !== undefined && (
          <Button disabled={over !== undefined} title={over} onClick={() => void fetchWsdl()}>
            Fetch WSDL
          </Button>
        )}
        <Button
          {...off}
          variant="subtle"
          onClick={() =>
            void beginInquiry(run, {
              version: 3,
              call: `save_${entry.kind}`,
              registry,
              entry: entry.id,
              publisher: entry.owner,
              changes: true,
            })
          }
        >
          Edit
        </Button>
        <Button
          {...off}
          variant="subtle"
          onClick={() => {
            setAsked(true);
          }}
        >
          {entry.kind === "tModel" ? "Hide…" : "Delete…"}
        </Button>
      </PaneBar>
      <Modal
        opened={wsdl !== undefined}
        onClose={() => {
          setWsdl(undefined);
        }}
        title={address ?? "WSDL"}
        size={900}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <div className={styles.document}>
          <CodeView label="WSDL" text={wsdl ?? ""} />
        </div>
      </Modal>
      <Modal
        opened={asked}
        onClose={() => {
          setAsked(false);
        }}
        title={entry.kind === "tModel" ? "Hide the tModel" : `Delete the ${entry.kind}`}
        size={440}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(false);
            void deleteEntry(run, registry, entry);
          }}
        >
          <p>
            <b className="strong">{entry.name}</b>{" "}
            {entry.kind === "tModel"
              ? "is not found any more and can still be read by its key. This can be taken back."
              : `goes${entry.childTotal > 0 ? ` with ${counted(entry.childTotal, entry.kind === "business" ? "service" : "binding")}` : ""}. Its key cannot be had again.`}
          </p>
          <p className="muted">It is done as {entry.owner}, with a delete call to the registry.</p>
          <div className={styles.formFoot}>
            <Button
              onClick={() => {
                setAsked(false);
              }}
            >
              Keep it
            </Button>
            <Button type="submit" variant="filled" data-autofocus>
              {entry.kind === "tModel" ? "Hide it" : "Delete it"}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
