import { Checkbox, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { addressTitle } from "../../shared/format/address-title.ts";
import { counted, formatSize } from "../../shared/format/count.ts";
import { formatWhen } from "../../shared/format/when.ts";
import { useNow } from "../../shared/hooks/use-now.ts";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { KeyCaps } from "../../shared/widgets/key-caps.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { useStore } from "../../state/store.ts";
import { ThemeChoice } from "./theme-choice.tsx";
import styles from "./settings.module.css";

/** What a person chooses once, and what host this is. Every setting works at once. */
export function SettingsScreen() {
  const chosen = useStore(settings);
  return (
    <div className={styles.settings}>
      <Pane label="Settings">
        <PaneHead title="Settings" level={1} about="kept on this computer" />
        <div className="scroll grow">
          <Group title="Theme and density">
            <Row term="theme">
              <ThemeChoice />
              <span className={styles.hint}>
                <KeyCaps command="theme" />
              </span>
            </Row>
            <Row term="rows">
              <SegmentedControl
                aria-label="Height of rows"
                value={chosen.density}
                onChange={(density) => {
                  changeSettings({ density });
                }}
                data={[
                  { value: "compact", label: "24, compact" },
                  { value: "comfortable", label: "32, comfortable" },
                ]}
              />
            </Row>
            <Row term="motion">
              <span>as the system asks</span>
              <span className={styles.hint}>with reduced motion, arrows and chips change at once</span>
            </Row>
          </Group>
          <Group title="Keys">
            <Row term="single keys">
              <Checkbox
                size="xs"
                label="Keys without Ctrl or Alt do something in lists, the ladder and the drawer"
                checked={chosen.singleKeys}
                onChange={({ currentTarget }) => {
                  changeSettings({ singleKeys: currentTarget.checked });
                }}
              />
            </Row>
            <Row term="every command">
              <KeyCaps command="palette" />
              <span className={styles.hint}>works with and without single keys</span>
            </Row>
          </Group>
        </div>
      </Pane>
      <AboutHost />
    </div>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h2 className={styles.groupTitle}>{title}</h2>
      <dl className={styles.form}>{children}</dl>
    </section>
  );
}

function Row({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function AboutHost() {
  const info = useQuery(hostQueries.host.info.queryOptions({ refetchInterval: 2000 }));
  const host = info.data;
  const now = useNow(60_000);
  return (
    <Pane label="About this host" className={styles.about}>
      <PaneHead title="About this host" />
      <div className="scroll grow">
        {host === undefined ? (
          <Empty>
            <b>The host has not answered yet.</b> Its version and addresses appear here.
          </Empty>
        ) : (
          <>
            <Group title="Program">
              <Row term="version">
                <code>{host.version}</code>
              </Row>
              <Row term="Node">
                <code>{host.node}</code>
              </Row>
              <Row term="started">{formatWhen(host.startedAt, now)}</Row>
            </Group>
            <Group title="Addresses">
              {host.addresses.map(({ name, url }) => (
                <Row key={url} term={addressTitle(name)}>
                  <code className="clip">{url}</code>
                  <CopyButton text={url} label={`Copy the address of ${addressTitle(name)}`} />
                </Row>
              ))}
              <Row term="reach">
                {host.loopbackOnly ? (
                  "this computer only"
                ) : (
                  <b className={styles.open}>open to other computers</b>
                )}
              </Row>
            </Group>
            <Group title="Journal">
              <Row term="kept">{host.durable ? "on disk" : "in memory, until the host ends"}</Row>
              {host.dataFolder !== undefined && (
                <Row term="folder">
                  <code className="clip">{host.dataFolder}</code>
                  <CopyButton text={host.dataFolder} label="Copy the folder" />
                </Row>
              )}
              <Row term="size">
                {counted(host.journal.records, "record")}, {formatSize(host.journal.bytes)}
              </Row>
            </Group>
            <Group title="Live world">
              <Row term="devices">{host.devices}</Row>
              <Row term="systems">
                {host.externalSystems.length === 0
                  ? "none registered"
                  : host.externalSystems.map(({ name }) => name).join(", ")}
              </Row>
            </Group>
          </>
        )}
      </div>
    </Pane>
  );
}
