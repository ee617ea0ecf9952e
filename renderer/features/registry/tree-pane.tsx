import { Button, Menu, Radio } from "@mantine/core";
import { useState } from "react";
import type {
  RegistryBehaviour,
  RegistryLine,
  RegistryPage,
  RegistryRow,
} from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { beginInquiry, behaveAs } from "../../state/registry-actions.tsx";
import { changeRegistryUi, type RegistryUi } from "../../state/registry-ui.ts";
import { Publications } from "./publications.tsx";
import { RegistryTree } from "./registry-tree.tsx";
import styles from "./registry.module.css";

const REGISTRY = "registry";

const behaviours: readonly {
  readonly as: RegistryBehaviour;
  readonly title: string;
  readonly about: string;
}[] = [
  { as: "normal", title: "normal", about: "" },
  { as: "refuses-tokens", title: "refuses tokens", about: "10150, 10110" },
  { as: "finds-nothing", title: "empty", about: "finds nothing" },
  { as: "absent", title: "absent", about: "no answer at all" },
];

/** The entries of a registry, who publishes there, and how it behaves. */
export function TreePane({
  run,
  page,
  ui,
  owner,
  onActive,
  onShow,
}: {
  readonly run: string;
  readonly page: RegistryPage;
  readonly ui: RegistryUi;
  /** Who publishes the chosen entry. */
  readonly owner: string | undefined;
  readonly onActive: (row: RegistryRow) => void;
  readonly onShow: (index: number) => void;
}) {
  const registry = page.registries.find(({ id }) => id === page.registry);
  const toggle = (id: string, open: boolean) => {
    const rest = ui.open.filter((each) => each !== id);
    changeRegistryUi(run, { open: open ? [...rest, id] : rest });
  };
  return (
    <Pane label="Entries of the registry" className={styles.left}>
      <PaneHead
        title={
          <span className={styles.withGlyph}>
            <RoleGlyph role={REGISTRY} /> {registry?.operator ?? "Registry"}
          </span>
        }
      >
        {registry !== undefined && (
          <NewEntry run={run} registry={registry} ui={ui} owner={owner} over={page.over} />
        )}
      </PaneHead>
      <div className={styles.bar}>
        <FilterField
          label="Filter the entries"
          placeholder="name, key, category"
          text={ui.text}
          onChange={(text) => {
            changeRegistryUi(run, { text });
            onShow(0);
          }}
          onLeave={() => {
            document.querySelector<HTMLElement>('[aria-label="Entries"][role="tree"]')?.focus();
          }}
        />
      </div>
      {page.total === 0 ? (
        <Empty
          actions={
            ui.text !== "" && (
              <Button
                onClick={() => {
                  changeRegistryUi(run, { text: "" });
                }}
              >
                Clear the filter
              </Button>
            )
          }
        >
          <b>No entry fits these words.</b> They are looked for in names, keys, access points and categories.
        </Empty>
      ) : (
        <RegistryTree page={page} active={ui.entry} onActive={onActive} onToggle={toggle} onShow={onShow} />
      )}
      {registry?.counts.services === 0 && ui.text === "" && <NothingPublished page={page} />}
      <div className={styles.counts} role="status">
        {ui.text === "" ? registry !== undefined && countsOf(registry) : `${formatCount(page.matching)} fit`}
      </div>
      <Publications run={run} page={page} />
      {registry !== undefined && (
        <Behaviour key={registry.id} run={run} registry={registry} isOver={page.over !== undefined} />
      )}
    </Pane>
  );
}

/** How the registry behaves; of a run that has ended, how it did. */
function Behaviour({
  run,
  registry,
  isOver,
}: {
  readonly run: string;
  readonly registry: RegistryLine;
  readonly isOver: boolean;
}) {
  const { id, behaviour } = registry;
  /** What was chosen, until the registry says so itself. */
  const [wanted, setWanted] = useState<RegistryBehaviour>();
  const [told, setTold] = useState(behaviour);
  if (told !== behaviour) {
    setTold(behaviour);
    setWanted(undefined);
  }
  if (isOver) {
    const { title, about } = behaviours.find(({ as }) => as === behaviour) ?? { title: behaviour, about: "" };
    return (
      <>
        <SectionCaption>Behaved as</SectionCaption>
        <p className={styles.behaved}>
          {title} <span className="muted">{about}</span>
        </p>
      </>
    );
  }
  const choose = async (as: RegistryBehaviour) => {
    setWanted(as);
    if (!(await behaveAs(run, id, as))) setWanted(undefined);
  };
  return (
    <>
      <SectionCaption>Behave as</SectionCaption>
      <Radio.Group
        aria-label="Behave as"
        value={wanted ?? behaviour}
        onChange={(value) => {
          const chosen = behaviours.find(({ as }) => as === value);
          if (chosen !== undefined) void choose(chosen.as);
        }}
      >
        <div className={styles.behaviours}>
          {behaviours.map(({ as, title, about }) => (
            <Radio
              key={as}
              size="xs"
              value={as}
              label={
                <>
                  {title} <span className={`muted ${styles.behaviourAbout ?? ""}`}>{about}</span>
                </>
              }
            />
          ))}
        </div>
      </Radio.Group>
    </>
  );
}

function countsOf({ counts }: RegistryLine): string {
  const { businesses, services, bindings, tModels } = counts;
  return [
    `${formatCount(businesses)} ${businesses === 1 ? "business" : "businesses"}`,
    counted(services, "service"),
    counted(bindings, "binding"),
    counted(tModels, "tModel"),
  ].join(", ");
}

function NothingPublished({ page }: { readonly page: RegistryPage }) {
  const server = page.publications.find(({ state }) => state !== "off");
  return (
    <p className={styles.nothing}>
      <b className="strong">No service is published.</b>{" "}
      {server === undefined && "New… makes a business and a service by hand."}
    </p>
  );
}

/** What can be made: inside of the chosen entry where that holds such things. */
function NewEntry({
  run,
  registry,
  ui,
  owner,
  over,
}: {
  readonly run: string;
  readonly registry: RegistryLine;
  readonly ui: RegistryUi;
  readonly owner: string | undefined;
  readonly over: string | undefined;
}) {
  const choices = [
    ["business", "Business"],
    ["service", "Service"],
    ["binding", "Binding"],
    ["tModel", "tModel"],
  ] as const;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" disabled={over !== undefined} title={over}>
          New…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(([kind, title]) => (
          <Menu.Item
            key={kind}
            onClick={() =>
              void beginInquiry(run, {
                version: 3,
                call: `save_${kind}`,
                registry: registry.id,
                ...(ui.entry?.startsWith(`${kind}:`) === true ? {} : { entry: ui.entry }),
                // only who published an entry may put something into it
                publisher:
                  kind === "service" || kind === "binding"
                    ? (owner ?? registry.publishers[0])
                    : registry.publishers[0],
              })
            }
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
