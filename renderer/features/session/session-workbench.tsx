import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { JournalRow, RunView } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { counted } from "../../shared/format/count.ts";
import { namedRoles } from "../../shared/format/party-name.ts";
import { rowSentence } from "../../shared/format/row-text.ts";
import { variantText } from "../../shared/format/variant.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { NamedRoles } from "../../shared/widgets/named-roles.ts";
import { Pane, PaneBar, PaneHead } from "../../shared/widgets/pane.tsx";
import { Splitter } from "../../shared/widgets/splitter.tsx";
import { announce } from "../../state/announcer.ts";
import { hostQueries } from "../../state/host-client.ts";
import { keyHint } from "../../state/keymap.ts";
import { choose, repeatRun, toggleHold } from "../../state/run-actions.ts";
import type { RunSnapshot } from "../../state/run-feed.ts";
import { runUi, type RunUi } from "../../state/run-ui.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { useStore } from "../../state/store.ts";
import { EndBanner, PastBanner, RefusalBanner } from "./banners.tsx";
import { MessageTable } from "./message-table.tsx";
import { HeldDrawer } from "./held/held-drawer.tsx";
import { Ladder } from "./ladder/ladder.tsx";
import type { InspectorSlot } from "./session-screen.tsx";
import { SidePane } from "./side/side-pane.tsx";
import { Transport } from "./transport/transport.tsx";
import styles from "./session.module.css";

/** The session of a run that is known. */
export function SessionWorkbench({
  run,
  snapshot,
  ui,
  row,
  inspector,
}: {
  readonly run: RunView;
  readonly snapshot: RunSnapshot;
  readonly ui: RunUi;
  readonly row: JournalRow | undefined;
  readonly inspector: InspectorSlot;
}) {
  const navigate = useNavigate();
  const scenarios = useQuery(hostQueries.scenarios.list.queryOptions());
  const variant = variantText(
    run.settings,
    scenarios.data?.find(({ id }) => id === run.scenario),
  );
  const about = [variant, run.seed === "" ? "" : `seed ${run.seed}`]
    .filter((part) => part !== "")
    .join(" · ");
  const { inspectorWidth, dockHeight } = useStore(settings);
  const [closedEnd, setClosedEnd] = useState<string | undefined>(undefined);
  const [showsSide, setShowsSide] = useState(false);
  const isOver = run.state === "finished" || run.state === "aborted";
  const isLive = ui.pinned === undefined;
  const caught = run.held.filter(({ by }) => by === "rule").length;
  const showsDrawer =
    !isOver && (caught > 0 || ui.armed !== "" || run.held.some(({ id }) => id === ui.editing));

  const onSelect = useCallback(
    (seq: number) => {
      choose(run.id, seq);
    },
    [run.id],
  );
  const onOpen = useCallback(() => {
    document
      .querySelector<HTMLElement>(
        '[data-level="inspector"] [data-pane-focus], [data-level="inspector"] .cm-content',
      )
      ?.focus();
  }, []);
  const onOpenHeld = useCallback(
    (id: string) => {
      runUi(run.id).update((now) => ({ ...now, editing: id }));
    },
    [run.id],
  );
  useEffect(() => {
    document.querySelector<HTMLElement>('[data-level="list"]')?.focus({ preventScroll: true });
  }, [run.id]);
  // A rule that is meant once is spent when it has caught something.
  useEffect(() => {
    if (caught > 0) {
      announce(`${counted(caught, "message")} held.`);
      runUi(run.id).update((now) => ({ ...now, armed: "" }));
    }
  }, [run.id, caught]);
  const isSlow = run.speed !== "max" && run.speed <= 4;
  const newest = isLive && row?.kind === "message" ? row : undefined;
  useEffect(() => {
    if (newest !== undefined && isSlow) announce(rowSentence(newest));
    // One sentence for each message, not for each change of its text.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [newest?.seq, isSlow]);

  const repeat = (paused: boolean) => {
    void repeatRun(run, paused).then((next) => {
      if (next !== undefined) void navigate({ to: "/session/$run", params: { run: next.id } });
    });
  };
  const { parties, crowd } = run;
  const named = useMemo(() => namedRoles({ parties, crowd }), [parties, crowd]);
  const empty = (
    <Empty>
      <b>Messages appear here</b> as soon as the run goes on. Press Run, or let one message cross with Step
      message.
    </Empty>
  );
  return (
    <NamedRoles value={named}>
      <div
        className={classNames(styles.session, showsSide && styles.withSide)}
        style={{ "--inspector": `${inspectorWidth}px`, "--dock": `${dockHeight}px` }}
      >
        <div className={styles.panes}>
          <div className={styles.side}>
            <SidePane run={run} selected={row?.seq} onSelect={onSelect} />
          </div>
          <Pane label="Session" className={styles.centre}>
            <PaneHead title={run.title} level={1} about={about}>
              <Button
                className={styles.sideToggle}
                aria-pressed={showsSide}
                onClick={() => {
                  setShowsSide((now) => !now);
                }}
              >
                Steps
              </Button>
              <SegmentedControl
                aria-label="View"
                value={ui.view}
                onChange={(view) => {
                  runUi(run.id).update((now) => ({ ...now, view: view === "table" ? "table" : "ladder" }));
                }}
                data={[
                  { value: "ladder", label: "Ladder" },
                  { value: "table", label: "Table" },
                ]}
              />
            </PaneHead>
            <RefusalBanner run={run} />
            {ui.lookingBack && row !== undefined && <PastBanner run={run.id} at={row.seq} />}
            <PaneBar quiet>
              <span>{counted(run.messages, "message")}</span>
              <span className="grow" />
              <Button
                variant="subtle"
                disabled={isOver || row?.kind !== "message"}
                aria-pressed={ui.armed !== ""}
                title={row?.kind === "message" ? `Holds the next message like ${row.title}` : undefined}
                onClick={() => void toggleHold(run.id)}
              >
                Hold next like this <kbd>{keyHint("hold")}</kbd>
              </Button>
              <Button
                variant="subtle"
                aria-pressed={ui.showAcks}
                title="Acknowledgements that carry no news"
                onClick={() => {
                  runUi(run.id).update((now) => ({ ...now, showAcks: !now.showAcks }));
                }}
              >
                Acks <span className="muted">{ui.showAcks ? "on" : "off"}</span>
              </Button>
            </PaneBar>
            {ui.view === "ladder" ? (
              <Ladder
                snapshot={snapshot}
                selected={row?.seq}
                follow={isLive}
                lookingBack={ui.lookingBack}
                showAcks={ui.showAcks}
                onSelect={onSelect}
                onOpen={onOpen}
                onOpenHeld={onOpenHeld}
                empty={empty}
              />
            ) : (
              <div className={styles.asTable} data-level="list" tabIndex={-1}>
                <MessageTable
                  id="ladder-table"
                  label="Ladder as table"
                  snapshot={snapshot}
                  ui={ui}
                  row={row}
                  onSelect={onSelect}
                  onOpen={onOpen}
                />
              </div>
            )}
            {isOver && closedEnd !== run.id && (
              <EndBanner
                run={run}
                onRepeat={repeat}
                onClose={() => {
                  setClosedEnd(run.id);
                }}
              />
            )}
          </Pane>
          <Splitter
            label="Width of the inspector"
            axis="x"
            size={inspectorWidth}
            min={300}
            max={860}
            onResize={(width) => {
              changeSettings({ inspectorWidth: width });
            }}
            className={styles.splitX}
          />
          {inspector({ run: run.id, row, going: !isOver, onSelect })}
        </div>
        <Transport run={run} isLive={isLive} lookingBack={ui.lookingBack} hasRows={snapshot.count > 0} />
        {showsDrawer ? (
          <div className={styles.drawer}>
            <HeldDrawer run={run} ui={ui} />
          </div>
        ) : (
          <>
            <Splitter
              label="Height of the journal"
              axis="y"
              size={dockHeight}
              min={73}
              max={480}
              onResize={(height) => {
                changeSettings({ dockHeight: height });
              }}
              className={styles.splitY}
            />
            <Pane label="Journal of the run" className={styles.dock}>
              <MessageTable
                id="dock"
                label="Journal of the run"
                snapshot={snapshot}
                ui={ui}
                row={row}
                onSelect={onSelect}
                onOpen={onOpen}
              />
            </Pane>
          </>
        )}
      </div>
    </NamedRoles>
  );
}
