import { Button } from "@mantine/core";
import type { CallbacksView, StreamLine } from "../../../simulator/api/index.ts";
import { counted, formatCount } from "../../shared/format/count.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { type GridColumn, PagedGrid } from "../../shared/widgets/paged-grid.tsx";
import { AnswerMark, NextTry } from "./marks.tsx";
import styles from "./callbacks.module.css";

const columns: readonly GridColumn[] = [
  { title: "carries" },
  { title: "stream" },
  { title: "recipient" },
  { title: "sequence", number: true },
  { title: "waiting", number: true },
  { title: "tries", number: true },
  { title: "next try" },
  { title: "last answer" },
];
const template = "minmax(140px,1.8fr) minmax(56px,0.5fr) minmax(72px,0.8fr) 56px 44px 30px 92px 106px";

/** Streams with what is next in each. */
export function Streams({
  view,
  skipped,
  text,
  chosen,
  onChoose,
  onShow,
  onClear,
}: {
  readonly view: CallbacksView;
  readonly skipped: number;
  readonly text: string;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly onShow: (index: number) => void;
  readonly onClear: () => void;
}) {
  const { lines, matching, total } = view.streams;
  const at = lines.findIndex(({ id }) => id === chosen);
  return (
    <div className={styles.streams} data-level="list" tabIndex={-1}>
      <PagedGrid
        id="stream"
        label="Streams"
        columns={columns}
        template={template}
        rows={lines}
        first={Math.min(skipped, matching)}
        count={matching}
        cells={cellsOf}
        active={at === -1 ? -1 : at + skipped}
        onActive={(index) => {
          const line = lines[index - skipped];
          if (line !== undefined) onChoose(line.id);
        }}
        onOpen={({ id }) => {
          onChoose(id);
          document.querySelector<HTMLElement>('[data-level="callback"] [role="tab"]')?.focus();
        }}
        onShow={onShow}
        empty={
          text !== "" && total > 0 ? (
            <Empty actions={<Button onClick={onClear}>Clear the filter</Button>}>
              <b>0 of {counted(total, "stream")} match.</b> No callback that waits has all of these words:{" "}
              {text}.
            </Empty>
          ) : (
            <Empty>
              <b>Nothing waits.</b>{" "}
              {view.totals.delivered === 0
                ? "Outcomes of operations appear here on their way to the External System."
                : `${formatCount(view.totals.delivered)} were delivered; the latest are below.`}
            </Empty>
          )
        }
      />
    </div>
  );
}

function cellsOf(line: StreamLine) {
  const { name, about, stream, recipient, sequence, waiting, tries, state, nextIn, pause, last } = line;
  return [
    <span key="carries" title={`${name} ${about}`}>
      {name} <span className="muted">{about}</span>
    </span>,
    <span key="stream" className="data" title={stream}>
      {stream}
    </span>,
    recipient,
    <span key="sequence" className="data">
      {formatCount(sequence)}
    </span>,
    <span key="waiting" className="data">
      {formatCount(waiting)}
    </span>,
    <span key="tries" className="data">
      {tries}
    </span>,
    <NextTry key="next" state={state} nextIn={nextIn} pause={pause} />,
    last === undefined ? (
      <span key="last" className="muted">
        –
      </span>
    ) : (
      <AnswerMark key="last" tried={last} />
    ),
  ];
}
