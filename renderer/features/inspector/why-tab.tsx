import { UnstyledButton } from "@mantine/core";
import type { InspectionView } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { VerdictWord } from "../../shared/widgets/verdict.tsx";
import styles from "./inspector.module.css";

/** What led to a message, what followed from it, and which steps judged it. */
export function WhyTab({
  inspection: { row, causes, effects, judgedBy },
  onSelect,
}: {
  readonly inspection: InspectionView;
  readonly onSelect: (seq: number) => void;
}) {
  return (
    <ScrollRegion label="Causes, consequences and verdicts">
      <ol className={styles.why}>
        {causes.map((cause, index) => (
          <Link
            key={`${cause.seq} ${cause.text}`}
            word={index === 0 ? "caused by" : ""}
            link={cause}
            onSelect={onSelect}
          />
        ))}
        <li className={styles.here}>
          <span className="caption">this</span>
          <span>
            <b className="strong">{row.title}</b> <span className="muted">{row.summary}</span>{" "}
            <span className="data">{row.seq}</span>
          </span>
        </li>
        {effects.map((effect, index) => (
          <Link
            key={`${effect.seq} ${effect.text}`}
            word={index === 0 ? "led to" : ""}
            link={effect}
            onSelect={onSelect}
          />
        ))}
      </ol>
      {judgedBy.length === 0 ? (
        <Empty>
          <b>No step of the scenario has judged this message.</b> Steps judge a message when it completes what
          they wait for.
        </Empty>
      ) : (
        <table className={styles.judged}>
          <thead>
            <tr>
              <th scope="col">verdict</th>
              <th scope="col">judged by</th>
              <th scope="col">because</th>
            </tr>
          </thead>
          <tbody>
            {judgedBy.map(({ step, title, verdict, reason }) => (
              <tr key={step}>
                <td>
                  <VerdictWord verdict={verdict} />
                </td>
                <td>
                  <span className="data">{step}</span> {title}
                </td>
                <td className="muted">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ScrollRegion>
  );
}

function Link({
  word,
  link,
  onSelect,
}: {
  readonly word: string;
  readonly link: { readonly seq: number; readonly text: string };
  readonly onSelect: (seq: number) => void;
}) {
  return (
    <li>
      <span className="caption">{word}</span>
      <span>
        {link.text}{" "}
        <UnstyledButton
          className={classNames(styles.link, "data")}
          aria-label={`Go to ${link.seq}`}
          onClick={() => {
            onSelect(link.seq);
          }}
        >
          {link.seq}
        </UnstyledButton>
      </span>
    </li>
  );
}
