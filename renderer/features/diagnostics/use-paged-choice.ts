import { useEffect, useState } from "react";

/**
 * The choice in a list of which only a page is there: a row that has not come yet is chosen once it has.
 *
 * @param rows what is there of the list, from the index `first` on
 * @param chosen key of the chosen row
 * @returns the index of the chosen row in the whole list, -1 for none, and what chooses one
 */
export function usePagedChoice<Row>({
  rows,
  first,
  keyOf,
  chosen,
  onChoose,
}: {
  readonly rows: readonly Row[];
  readonly first: number;
  readonly keyOf: (row: Row) => string;
  readonly chosen: string | undefined;
  readonly onChoose: (row: Row) => void;
}): readonly [at: number, choose: (index: number) => void] {
  const [awaited, setAwaited] = useState<number>();
  // where the chosen row stood, for when it is on none of the pages that are there
  const [last, setLast] = useState<{ readonly key: string; readonly index: number }>();
  const choose = (index: number) => {
    const row = rows[index - first];
    setAwaited(row === undefined ? index : undefined);
    if (row === undefined) return;
    setLast({ key: keyOf(row), index });
    onChoose(row);
  };
  const hasCome = awaited !== undefined && rows[awaited - first] !== undefined;
  useEffect(() => {
    if (hasCome) choose(awaited);
    // Only its coming counts.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [hasCome]);
  if (awaited !== undefined) return [awaited, choose];
  const place = rows.findIndex((row) => keyOf(row) === chosen);
  if (place >= 0) return [first + place, choose];
  return [last !== undefined && last.key === chosen ? last.index : -1, choose];
}
