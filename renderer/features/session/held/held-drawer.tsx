import { Button, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import type { HeldView, RunView } from "../../../../simulator/api/index.ts";
import { keyHint } from "../../../state/keymap.ts";
import { dropHeld, releaseAllHeld, releaseHeld, setHoldRule } from "../../../state/run-actions.ts";
import { runUi, type RunUi } from "../../../state/run-ui.ts";
import { settings } from "../../../state/settings.ts";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { ControlIcon } from "../../../shared/widgets/icons.tsx";
import { HeldEditor } from "./held-editor.tsx";
import { HeldList } from "./held-list.tsx";
import styles from "./held-drawer.module.css";

/** Messages that stand at the tap: a queue with a fixed place, an editor, and what can be done. */
export function HeldDrawer({ run, ui }: { readonly run: RunView; readonly ui: RunUi }) {
  const [edits, setEdits] = useState<ReadonlyMap<string, string>>(new Map());
  // A withdrawn edit makes a new editor, which starts from the original.
  const [withdrawn, setWithdrawn] = useState(0);
  const { held } = run;
  const at = Math.max(
    0,
    held.findIndex(({ id }) => id === ui.editing),
  );
  const chosen = held[at];
  const choose = (index: number) => {
    const next = held[(index + held.length) % held.length];
    if (next !== undefined) runUi(run.id).update((now) => ({ ...now, editing: next.id }));
  };
  const release = () => {
    if (chosen !== undefined) void releaseHeld(run.id, chosen.id, edits.get(chosen.id));
  };
  const drop = () => {
    if (chosen !== undefined) void dropHeld(run.id, chosen.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping =
      event.target instanceof HTMLElement && event.target.closest("input, .cm-editor") !== null;
    if (isTyping || !settings.get().singleKeys || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      a: release,
      A: () => void releaseAllHeld(run.id),
      x: drop,
      n: () => {
        choose(at + 1);
      },
      p: () => {
        choose(at - 1);
      },
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const isEdited = chosen !== undefined && edits.has(chosen.id);
  return (
    // The drawer hears the keys of whatever has the focus in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles.drawer}
      aria-label="Held messages"
      data-pane
      data-keys="drawer"
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head}>
        <h2 className={styles.title}>
          <ControlIcon name="held" /> Held {held.length}
        </h2>
        <span className="muted">
          {held.length > 0 ? "the simulated clock stands" : "nothing stands at the tap"}
        </span>
        <span className="grow" />
        <HoldRule key={ui.armed} run={run.id} armed={ui.armed} />
      </div>
      {chosen === undefined ? (
        <Empty>
          <b>The next message like “{ui.armed}” stops here.</b> It can then be read, changed, dropped or let
          go. Focus stays where you are.
        </Empty>
      ) : (
        <div className={styles.body}>
          <HeldList held={held} chosen={chosen.id} edited={edits} onChoose={choose} />
          <div className={styles.work}>
            <HeldEditor
              key={`${chosen.id} ${withdrawn}`}
              held={chosen}
              edit={edits.get(chosen.id)}
              onEdit={(text) => {
                setEdits((now) => withEdit(now, chosen, text));
              }}
            />
            <div className={styles.actions}>
              <Button variant="filled" onClick={release}>
                {isEdited ? "Release edited" : "Release"} <kbd>{keyHint("release")}</kbd>
              </Button>
              <Button onClick={() => void releaseAllHeld(run.id)}>
                Release all <kbd>{keyHint("releaseAll")}</kbd>
              </Button>
              <Button onClick={drop}>
                Drop <kbd>{keyHint("drop")}</kbd>
              </Button>
              <span className="grow" />
              {isEdited && (
                <Button
                  variant="subtle"
                  onClick={() => {
                    setEdits((now) => withEdit(now, chosen, undefined));
                    setWithdrawn((now) => now + 1);
                  }}
                >
                  Undo edit
                </Button>
              )}
              <Button
                variant="subtle"
                disabled={held.length < 2}
                onClick={() => {
                  choose(at + 1);
                }}
              >
                Next held <kbd>{keyHint("nextHeld")}</kbd>
              </Button>
            </div>
          </div>
        </div>
      )}
    </section>
  );
}

function withEdit(
  now: ReadonlyMap<string, string>,
  { id }: HeldView,
  text: string | undefined,
): Map<string, string> {
  const next = new Map(now);
  if (text === undefined) next.delete(id);
  else next.set(id, text);
  return next;
}

function HoldRule({ run, armed }: { readonly run: string; readonly armed: string }) {
  const [text, setText] = useState(armed);
  return (
    <form
      className={styles.rule}
      onSubmit={(event) => {
        event.preventDefault();
        void setHoldRule(run, text.trim());
      }}
    >
      <label htmlFor="hold-rule" className="caption">
        hold the next with the words
      </label>
      <TextInput
        id="hold-rule"
        value={text}
        placeholder="for example Package 2"
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
        }}
      />
      <Button type="submit" disabled={text.trim() === armed}>
        Set
      </Button>
      {armed !== "" && (
        <Button variant="subtle" onClick={() => void setHoldRule(run, "")}>
          Disarm <kbd>{keyHint("hold")}</kbd>
        </Button>
      )}
    </form>
  );
}
