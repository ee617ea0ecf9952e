import { skipToken, useQuery } from "@tanstack/react-query";
import type { EntryLink, RegistryPage } from "../../../simulator/api/index.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { changeRegistryUi } from "../../state/registry-ui.ts";
import { EntryHead } from "./entry-head.tsx";
import { Assertions, Documents, Facts, Keys, Links, LinkTo, Models, References } from "./entry-parts.tsx";
import styles from "./registry.module.css";

/** Everything that is known of the chosen entry. */
export function EntryPane({
  run,
  page,
  id,
}: {
  readonly run: string;
  readonly page: RegistryPage;
  readonly id: string | undefined;
}) {
  const registry = page.registries.find((each) => each.id === page.registry);
  const isEntry = id !== undefined && /^(?:business|service|binding|tModel|listed):/.test(id);
  const query = useQuery({
    ...hostQueries.registry.entry.experimental_liveOptions({
      input: isEntry && registry !== undefined ? { run, registry: registry.id, id } : skipToken,
      retry: false,
    }),
  });
  const entry = isEntry ? query.data : undefined;
  const open = (link: EntryLink) => {
    changeRegistryUi(run, { entry: link.id });
  };
  if (entry === undefined || registry === undefined)
    return (
      <Empty>
        {query.isError && isEntry ? (
          <b>{query.error.message}</b>
        ) : (
          <>
            <b>Choose an entry.</b> Its names, keys, access point, tModels and categories stand here.
          </>
        )}
      </Empty>
    );
  return (
    <>
      <EntryHead key={entry.id} run={run} registry={registry.id} entry={entry} over={page.over} />
      <ScrollRegion label="Entry" className="grow">
        {entry.path.length > 0 && (
          <p className={styles.path}>
            {entry.path.map((link) => (
              <span key={link.id}>
                <LinkTo link={link} onOpen={open} /> <span className="muted">›</span>{" "}
              </span>
            ))}
            {entry.name}
          </p>
        )}
        <Facts entry={entry} urls={registry.urls} />
        <Keys entry={entry} />
        <Models entry={entry} onOpen={open} />
        <Documents entry={entry} />
        <References title="Categories" references={entry.categories} run={run} />
        <References title="Identifiers" references={entry.identifiers} run={run} />
        <Links
          title={entry.kind === "service" ? "Bindings" : "Services"}
          links={entry.children}
          total={entry.childTotal}
          onOpen={open}
        />
        <Links title="Implemented by" links={entry.users} total={entry.userTotal} onOpen={open} />
        <Assertions entry={entry} onOpen={open} />
      </ScrollRegion>
    </>
  );
}
