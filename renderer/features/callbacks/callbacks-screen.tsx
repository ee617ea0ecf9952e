import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { CallbacksView, LetterLine, RecipientView } from "../../../simulator/api/index.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatAge } from "../../shared/format/elapsed.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { Meters } from "../../shared/widgets/meters.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { currentCallbacks } from "../../state/callback-ui.ts";
import { hostQueries } from "../../state/host-client.ts";
import { currentRun } from "../../state/run-ui.ts";
import { CallbackPane } from "./callback-pane.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { Delivered } from "./delivered.tsx";
import { DropDialog } from "./drop-dialog.tsx";
import { Recipients } from "./recipients.tsx";
import { Streams } from "./streams.tsx";
import styles from "./callbacks.module.css";

/** Streams that are watched at a time. */
const PAGE = 100;

/** The callback queues of a run: what waits for whom, and why. */
export function CallbacksScreen({ runId }: { readonly runId: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [recipientId, setRecipientId] = useState<string>();
  const [callback, setCallback] = useState<string>();
  const [page, setPage] = useState(0);
  const [letterPage, setLetterPage] = useState(0);
  const runs = useQuery(hostQueries.runs.list.queryOptions({ refetchInterval: 5000 }));
  const skip = Math.max(0, page - 1) * PAGE;
  const skippedLetters = letterPage * PAGE;
  const query = useQuery({
    ...hostQueries.callbacks.watch.experimental_liveOptions({
      input: {
        run: runId,
        text,
        ...(recipientId === undefined ? {} : { registrationId: recipientId }),
        streams: { skip, limit: 3 * PAGE },
        letters: { skip: skippedLetters, limit: PAGE },
      },
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const recipient = data?.recipients.find(({ registrationId }) => registrationId === recipientId);
  const letter = data?.letters.lines.find(({ id }) => id === callback);
  useEffect(() => {
    currentRun.set(runId);
  }, [runId]);
  useCurrentCallbacks(runId, recipient, letter, data?.over);
  const choices = (runs.data ?? []).map(({ id, title }) => ({
    value: id,
    label: id === "live" ? title : `${id} · ${title}`,
  }));
  const isKnown = choices.some(({ value }) => value === runId);
  const begin = (change: () => void) => {
    change();
    setPage(0);
    setLetterPage(0);
  };
  return (
    <div className={styles.screen}>
      <Recipients
        run={runId}
        recipients={data?.recipients ?? []}
        chosen={recipientId}
        over={data?.over}
        onChoose={(id) => {
          begin(() => {
            setRecipientId(id);
          });
        }}
      />
      <Pane label="Callbacks">
        <PaneHead
          title="Callbacks"
          level={1}
          about={recipient === undefined ? "what waits for whom, and why" : `to ${recipient.name}`}
        >
          {recipient !== undefined && (
            <Button
              variant="subtle"
              onClick={() => {
                begin(() => {
                  setRecipientId(undefined);
                });
              }}
            >
              All recipients
            </Button>
          )}
          <label htmlFor="callbacks-run" className="caption">
            run
          </label>
          <NativeSelect
            id="callbacks-run"
            value={runId}
            onChange={({ currentTarget }) =>
              void navigate({ to: "/callbacks/$run", params: { run: currentTarget.value } })
            }
            data={isKnown ? choices : [{ value: runId, label: runId }, ...choices]}
          />
        </PaneHead>
        <div className={styles.bar}>
          <FilterField
            label="Filter the callbacks"
            placeholder="words in callback, stream, recipient, operation or what it carries"
            text={text}
            onChange={(next) => {
              begin(() => {
                setText(next);
              });
            }}
            onLeave={() => {
              document.querySelector<HTMLElement>('[aria-label="Streams"][role="grid"]')?.focus();
            }}
          />
          <span className="caption" role="status">
            {formatCount(data?.streams.matching ?? 0)} of {formatCount(data?.streams.total ?? 0)} streams
          </span>
        </div>
        {data === undefined ? (
          <Empty
            actions={
              query.isError && (
                <Button onClick={() => void navigate({ to: "/callbacks/$run", params: { run: "live" } })}>
                  Open the live callbacks
                </Button>
              )
            }
          >
            {query.isError ? <b>{query.error.message}</b> : "Reading the queue…"}
          </Empty>
        ) : (
          <>
            <Totals view={data} />
            <Streams
              view={data}
              skipped={skip}
              text={text}
              chosen={callback}
              onChoose={setCallback}
              onShow={(index) => {
                setPage(Math.floor(index / PAGE));
              }}
              onClear={() => {
                begin(() => {
                  setText("");
                });
              }}
            />
            <DeadLetters
              run={runId}
              view={data}
              recipient={recipient}
              skipped={skippedLetters}
              page={PAGE}
              chosen={callback}
              onChoose={setCallback}
              onPage={setLetterPage}
            />
            <Delivered view={data} chosen={callback} onChoose={setCallback} />
          </>
        )}
      </Pane>
      <CallbackPane run={runId} id={callback} date={data?.date} over={data?.over} onChoose={setCallback} />
      <DropDialog />
    </div>
  );
}

/** Tells the commands of palette and keys what is chosen, whenever that becomes something else. */
function useCurrentCallbacks(
  run: string,
  recipient: RecipientView | undefined,
  letter: LetterLine | undefined,
  over: string | undefined,
): void {
  const { registrationId, name = "", state, queued = 0, dead = 0 } = recipient ?? {};
  const letterId = letter?.id;
  const letterOf = letter?.registrationId ?? "";
  useEffect(() => {
    currentCallbacks.set({
      run,
      recipient: registrationId === undefined ? undefined : { registrationId, name, state, queued, dead },
      letter: letterId === undefined ? undefined : { id: letterId, registrationId: letterOf },
      over,
    });
    return () => {
      currentCallbacks.set(undefined);
    };
  }, [run, registrationId, name, state, queued, dead, letterId, letterOf, over]);
}

function Totals({ view }: { readonly view: CallbacksView }) {
  const { waiting, inFlight, delivered, dead, oldest, perRecipient } = view.totals;
  return (
    <Meters
      label="The queue"
      meters={[
        {
          title: "waiting",
          value: formatCount(waiting),
          about: oldest === undefined ? undefined : `oldest ${formatAge(oldest)}`,
        },
        { title: "in flight", value: formatCount(inFlight), about: `at most ${perRecipient} per recipient` },
        { title: "delivered", value: formatCount(delivered), about: "since the DM server started" },
        {
          title: "dead letters",
          value: formatCount(dead),
          about: dead === 0 ? undefined : "each a gap in sequence",
        },
      ]}
    />
  );
}
