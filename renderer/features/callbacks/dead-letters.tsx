import { Button, UnstyledButton } from "@mantine/core";
import type { CallbacksView, RecipientView } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { dropCallback, resendAll, resendCallback } from "../../state/callback-actions.tsx";
import { dropping } from "../../state/callback-ui.ts";
import { timeOfDay } from "./marks.tsx";
import styles from "./callbacks.module.css";

/** Callbacks that were given up; they stay until somebody decides, or they expire. */
export function DeadLetters({
  run,
  view,
  recipient,
  skipped,
  page,
  chosen,
  onChoose,
  onPage,
}: {
  readonly run: string;
  readonly view: CallbacksView;
  readonly recipient: RecipientView | undefined;
  readonly skipped: number;
  readonly page: number;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly onPage: (page: number) => void;
}) {
  const { lines, matching, total } = view.letters;
  // all at once are of one recipient: the chosen one, or the only one that has any
  const withLetters = view.recipients.filter(({ dead }) => dead > 0);
  const owner = recipient ?? (withLetters.length === 1 ? withLetters[0] : undefined);
  const hint =
    owner === undefined && total > 0 ? "Choose a recipient to decide about all of its letters." : undefined;
  const off = {
    disabled: owner === undefined || owner.dead === 0 || view.over !== undefined,
    title: view.over ?? hint,
  };
  return (
    <section className={styles.letters} aria-label="Dead letters" data-empty={total === 0 || undefined}>
      <div className={styles.sectionHead}>
        <h2>Dead letters</h2>
        <span className="muted clip">
          {total === 0
            ? "none: nothing was given up"
            : "kept until you resend or drop them; the stream went on"}
        </span>
        <span className="grow" />
        {matching > page && (
          <>
            <span className="caption">
              {formatCount(skipped + 1)}–{formatCount(skipped + lines.length)} of {formatCount(matching)}
            </span>
            <Button
              variant="subtle"
              disabled={skipped === 0}
              onClick={() => {
                onPage(skipped / page - 1);
              }}
            >
              Earlier
            </Button>
            <Button
              variant="subtle"
              disabled={skipped + lines.length >= matching}
              onClick={() => {
                onPage(skipped / page + 1);
              }}
            >
              Later
            </Button>
          </>
        )}
        {total > 0 && (
          <>
            <Button
              {...off}
              onClick={() => {
                if (owner !== undefined)
                  void resendAll({ run, registrationId: owner.registrationId }, owner.dead);
              }}
            >
              Resend all{owner === undefined ? "" : ` ${formatCount(owner.dead)}`}
            </Button>
            <Button
              {...off}
              variant="subtle"
              onClick={() => {
                if (owner !== undefined)
                  dropping.set({
                    run,
                    registrationId: owner.registrationId,
                    name: owner.name,
                    dead: owner.dead,
                  });
              }}
            >
              Drop…
            </Button>
          </>
        )}
      </div>
      {lines.length > 0 && (
        <ScrollRegion label={`Dead letters, ${counted(matching, "line")}`} className={styles.letterList}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col" style={{ width: 84 }}>
                  when
                </th>
                <th scope="col">callback</th>
                <th scope="col" className={styles.number} style={{ width: 62 }}>
                  sequence
                </th>
                <th scope="col" style={{ width: "14%" }}>
                  recipient
                </th>
                <th scope="col" style={{ width: "27%" }}>
                  why it is dead
                </th>
                <th scope="col" style={{ width: 128 }}>
                  <span className="visually-hidden">what to do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((letter) => (
                <tr key={letter.id} aria-selected={letter.id === chosen}>
                  <td className="data">{letter.deadAt === undefined ? "" : timeOfDay(letter.deadAt)}</td>
                  <td>
                    <UnstyledButton
                      className={styles.open}
                      title={`${letter.name} ${letter.about}, ${letter.stream}`}
                      onClick={() => {
                        onChoose(letter.id);
                      }}
                    >
                      {letter.name} <span className="muted">{letter.about}</span>
                    </UnstyledButton>
                  </td>
                  <td className={`data ${styles.number ?? ""}`}>{formatCount(letter.sequence)}</td>
                  <td className="clip">{letter.recipient}</td>
                  <td className="clip" title={letter.reason}>
                    {letter.reason}
                  </td>
                  <td className={styles.rowActions}>
                    <Button
                      disabled={view.over !== undefined}
                      aria-label={`Resend ${letter.name} ${letter.sequence} of ${letter.operationId}`}
                      onClick={() => void resendCallback(run, letter.id)}
                    >
                      Resend
                    </Button>
                    <Button
                      variant="subtle"
                      disabled={view.over !== undefined}
                      aria-label={`Drop ${letter.name} ${letter.sequence} of ${letter.operationId}`}
                      onClick={() =>
                        void dropCallback({ run, registrationId: letter.registrationId }, letter.id)
                      }
                    >
                      Drop
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
