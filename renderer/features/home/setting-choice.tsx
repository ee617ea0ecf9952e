import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useId } from "react";
import type { ScenarioView } from "../../../simulator/api/index.ts";
import styles from "./home.module.css";

/** More values than this go into a list. */
const SEGMENTS = 3;

/** One variant of a scenario: two or three values side by side, more in a list. */
export function SettingChoice({
  setting,
  value,
  onChoose,
}: {
  readonly setting: ScenarioView["settings"][number];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}) {
  const id = useId();
  const data = setting.values.map((choice) => ({ value: choice.value, label: choice.title }));
  const isShort = data.length <= SEGMENTS && data.every(({ label }) => label.length <= 22);
  return (
    <>
      <label htmlFor={id} id={`${id}-label`} className="muted">
        {setting.title}
      </label>
      <span className={styles.choice}>
        {isShort ? (
          <SegmentedControl aria-label={setting.title} value={value} onChange={onChoose} data={data} />
        ) : (
          <NativeSelect
            id={id}
            value={value}
            onChange={({ currentTarget }) => {
              onChoose(currentTarget.value);
            }}
            data={data}
          />
        )}
      </span>
    </>
  );
}
