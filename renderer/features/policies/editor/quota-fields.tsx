import { TextInput } from "@mantine/core";
import type { PolicyFindingView, PolicyView } from "../../../../simulator/api/index.ts";
import styles from "../policies.module.css";

const fields = [
  ["requestsPerMinute", "requests a minute"],
  ["devicesPerBulk", "devices in a bulk"],
  ["outstandingOperations", "outstanding"],
] as const;

/** How much may be asked. */
export function QuotaFields({
  quota,
  outstanding,
  findings,
  fixed,
  onChange,
}: {
  readonly quota: PolicyView["quota"];
  readonly outstanding: number;
  readonly findings: readonly PolicyFindingView[];
  readonly fixed: boolean;
  readonly onChange: (quota: PolicyView["quota"]) => void;
}) {
  return fields.map(([name, label]) => (
    <div key={name} className={styles.field}>
      <label htmlFor={`quota-${name}`} className={styles.term}>
        {label}
      </label>
      <TextInput
        id={`quota-${name}`}
        className={styles.number}
        inputMode="numeric"
        disabled={fixed}
        value={String(quota[name])}
        error={findings.find(({ path }) => path === `quota.${name}`)?.text}
        onChange={({ currentTarget }) => {
          const digits = currentTarget.value.replaceAll(/\D/g, "").slice(0, 9);
          onChange({ ...quota, [name]: Number(digits) });
        }}
      />
      {name === "outstandingOperations" && <span className="caption">now {outstanding}</span>}
    </div>
  ));
}
