import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { UddiExchange } from "../../../simulator/api/index.ts";
import { formatClock } from "../../shared/format/clock.ts";
import { formatCount } from "../../shared/format/count.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { type GridColumn, PagedGrid } from "../../shared/widgets/paged-grid.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { Badge } from "../../shared/widgets/badge.tsx";
import { Way } from "../../shared/widgets/way.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { choose } from "../../state/run-actions.ts";
import { changeRegistryUi, type RegistryUi } from "../../state/registry-ui.ts";
import styles from "./registry.module.css";

/** Exchanges that are read at a time. */
const PAGE = 200;

const columns: readonly GridColumn[] = [
  { title: "no.", number: true },
  { title: "step" },
  { title: "clock", number: true },
  { title: "from → to" },
  { title: "call" },
  { title: "answer" },
  { title: "what" },
  { title: "bytes", number: true },
];

/** What was said to registries: by whom, what was asked and what came back. */
export function ExchangesPane({
  run,
  ui,
  onFind,
}: {
  readonly run: string;
  readonly ui: RegistryUi;
  readonly onFind: (() => void) | undefined;
}) {
  const navigate = useNavigate();
  const [page, setPage] = useState(0);
  const skip = Math.max(0, page - 1) * PAGE;
  const query = useQuery({
    ...hostQueries.registry.exchanges.experimental_liveOptions({
      input: { run, group: ui.group, skip, limit: 3 * PAGE },
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const { exchanges = [], skipped = 0, total = 0 } = query.data ?? {};
  const { message } = ui;
  const active =
    message === undefined
      ? -1
      : exchanges.findIndex(({ seq, answerSeq }) => seq === message || answerSeq === message);
  const openLadder = (exchange: UddiExchange | undefined) => {
    if (exchange !== undefined) choose(run, exchange.answerSeq ?? exchange.seq);
    void navigate({ to: "/session/$run", params: { run } });
  };
  return (
    <Pane label="Inquiry and publication" className={styles.bottom}>
      <PaneHead title="Inquiry and publication" about={formatCount(total)}>
        <Checkbox
          size="xs"
          label="follow the newest"
          checked={ui.follow}
          onChange={({ currentTarget }) => {
            changeRegistryUi(run, { follow: currentTarget.checked });
          }}
        />
        <SegmentedControl
          aria-label="Which exchanges"
          value={ui.group}
          onChange={(value) => {
            if (value === "all" || value === "publish" || value === "inquiry") {
              setPage(0);
              changeRegistryUi(run, { group: value });
            }
          }}
          data={[
            { value: "all", label: "All" },
            { value: "publish", label: "Publish" },
            { value: "inquiry", label: "Inquiry" },
          ]}
        />
        {onFind !== undefined && (
          <Button variant="subtle" onClick={onFind}>
            Find services…
          </Button>
        )}
        <Button
          variant="subtle"
          onClick={() => {
            openLadder(exchanges[active]);
          }}
        >
          Open ladder
        </Button>
      </PaneHead>
      <PagedGrid
        id="uddi-exchange"
        label="Exchanges with registries"
        columns={columns}
        template="44px 44px 72px minmax(180px, 1.1fr) minmax(120px, 0.9fr) minmax(150px, 1.3fr) minmax(110px, 1fr) 60px"
        rows={exchanges}
        first={skipped}
        count={total}
        cells={cellsOf}
        active={active === -1 ? -1 : active + skipped}
        onActive={(index) => {
          const exchange = exchanges[index - skipped];
          if (exchange !== undefined)
            changeRegistryUi(run, {
              message: exchange.answerSeq ?? exchange.seq,
              mode: "entry",
              follow: false,
            });
        }}
        onOpen={openLadder}
        onShow={(index) => {
          setPage(Math.floor(index / PAGE));
        }}
        follow={ui.follow}
        onUnfollow={() => {
          changeRegistryUi(run, { follow: false });
        }}
        empty={
          <Empty>
            <b>Nobody has asked or published anything yet.</b> Every request to a registry stands here, with
            what came back.
          </Empty>
        }
      />
    </Pane>
  );
}

function cellsOf(exchange: UddiExchange) {
  const { seq, step, clock, from, to, call, answer, errno, failed, what, bytes } = exchange;
  return [
    <span key="seq" className="data">
      {formatCount(seq)}
    </span>,
    <span key="step" className="data">
      {step}
    </span>,
    <span key="clock" className="data">
      {formatClock(clock)}
    </span>,
    <Way key="way" from={from} to={to} />,
    <span key="call" className="data">
      {call}
    </span>,
    <span key="answer" title={answer}>
      {failed && <Badge badge={{ text: errno === undefined ? "failed" : String(errno), tone: "fail" }} />}{" "}
      {answer}
    </span>,
    <span key="what" className="muted" title={what}>
      {what}
    </span>,
    <span key="bytes" className="data">
      {formatCount(bytes)}
    </span>,
  ];
}
