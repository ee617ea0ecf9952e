import { Button } from "@mantine/core";
import { formatCount } from "../../shared/format/count.ts";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import styles from "./journal.module.css";

/** Words that all must occur; what they leave is counted beside them. */
export function FilterBar({
  text,
  onChange,
  matching,
  total,
  searching,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly matching: number;
  readonly total: number;
  readonly searching: boolean;
}) {
  return (
    <div className={styles.filterBar}>
      <FilterField
        label="Filter the journal"
        placeholder="words in title, summary, step, parties, codec or badges"
        text={text}
        onChange={onChange}
      />
      <span className="caption" role="status">
        {formatCount(matching)} of {formatCount(total)}
      </span>
      {text !== "" && (
        <Button
          variant="subtle"
          onClick={() => {
            onChange("");
          }}
        >
          Clear
        </Button>
      )}
      {searching && <span className={styles.progress} />}
    </div>
  );
}
