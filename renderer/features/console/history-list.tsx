import { Button } from "@mantine/core";
import type { CallLine } from "../../../simulator/api/index.ts";
import { useRowKeys } from "../../shared/hooks/use-row-keys.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { VerdictMark } from "../../shared/widgets/verdict.tsx";
import { consoleUi } from "../../state/console-ui.ts";
import { stateWord, verdictOf } from "./call-words.ts";
import { forgetCall, loadCall, sendAgain } from "./console-actions.tsx";
import styles from "./console.module.css";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** The calls of the run, newest first. */
export function HistoryList({
  run,
  calls,
  chosen,
}: {
  readonly run: string;
  readonly calls: readonly CallLine[];
  readonly chosen: string | undefined;
}) {
  const at = calls.findIndex(({ id }) => id === chosen);
  const choose = (call: CallLine | undefined) => {
    if (call !== undefined) consoleUi(run).update((now) => ({ ...now, call: call.id }));
  };
  const onKeyDown = useRowKeys(
    calls.length,
    at,
    (index) => {
      choose(calls[index]);
    },
    () => {
      if (chosen !== undefined) void loadCall(run, chosen);
    },
  );
  if (calls.length === 0)
    return (
      <div className={styles.list} data-level="list" tabIndex={-1}>
        <Empty>
          <b>Calls appear here</b> as they are sent, newest first. Each can be sent again, or loaded into the
          form.
        </Empty>
      </div>
    );
  const line = calls[at];
  return (
    <>
      <div
        className={`${styles.list ?? ""} scroll`}
        role="listbox"
        aria-label="Calls"
        tabIndex={0}
        aria-activedescendant={line === undefined ? undefined : `call-${line.id}`}
        data-keys="list"
        data-level="list"
        data-pane-focus
        onKeyDown={onKeyDown}
      >
        {calls.map((call) => (
          // Keys are handled by the list, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={call.id}
            id={`call-${call.id}`}
            role="option"
            aria-selected={call.id === chosen}
            className={styles.call}
            onClick={() => {
              choose(call);
            }}
            onDoubleClick={() => void loadCall(run, call.id)}
          >
            <span className={styles.callTitle}>
              <VerdictMark verdict={verdictOf(call.state)} />
              <span className="clip">{call.operation}</span>
            </span>
            <span className={`${styles.callAbout ?? ""} caption clip`}>
              <span className="data">{time.format(call.sentAt)}</span>{" "}
              {[stateWord(call.state), call.about].filter((text) => text !== "").join(" · ")}
            </span>
          </div>
        ))}
      </div>
      <div className={styles.listFoot}>
        <Button
          disabled={line === undefined}
          title="Sends the same request once more"
          onClick={() => {
            if (line !== undefined) void sendAgain(run, line.id);
          }}
        >
          Resend
        </Button>
        <Button
          disabled={line === undefined}
          title="Loads the request into the form (Enter)"
          onClick={() => {
            if (line !== undefined) void loadCall(run, line.id);
          }}
        >
          Edit
        </Button>
        <Button
          variant="subtle"
          disabled={line === undefined}
          onClick={() => {
            if (line === undefined) return;
            choose(calls[at + 1] ?? calls[at - 1]);
            void forgetCall(run, line.id, line.operation);
          }}
        >
          Delete
        </Button>
      </div>
    </>
  );
}
