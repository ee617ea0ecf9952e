import { Checkbox } from "@mantine/core";
import type { PoliciesView } from "../../../../simulator/api/index.ts";
import { SectionCaption } from "../../../shared/widgets/pane.tsx";
import { withOperations } from "./policy-rows.ts";
import styles from "../policies.module.css";

/** The operations that are granted, in the groups of the contract. */
export function OperationChecklist({
  operations,
  choices,
  fixed,
  onChange,
}: {
  readonly operations: readonly string[];
  readonly choices: PoliciesView["choices"];
  readonly fixed: boolean;
  readonly onChange: (operations: string[]) => void;
}) {
  const all = choices.operationGroups.flatMap((group) => group.operations);
  const isGranted = (name: string) => operations.includes("*") || operations.includes(name);
  const change = (names: readonly string[], on: boolean) => {
    onChange(withOperations(operations, names, on, all));
  };
  return (
    <section aria-label="Operations">
      <SectionCaption
        aside={<span title={choices.ungranted.join(", ")}>registering and asking need no grant</span>}
      >
        Operations
      </SectionCaption>
      <div className={styles.operations}>
        {choices.operationGroups.map(({ title, operations: names }) => {
          const count = names.filter(isGranted).length;
          return (
            <fieldset key={title} className={styles.group}>
              <legend className="visually-hidden">{title}</legend>
              <Checkbox
                size="xs"
                className={styles.groupTick}
                label={title}
                disabled={fixed}
                checked={count === names.length}
                indeterminate={count > 0 && count < names.length}
                onChange={({ currentTarget }) => {
                  change(names, currentTarget.checked);
                }}
              />
              {names.length > 1 ? (
                <span className={styles.members}>
                  {names.map((name) => (
                    <label key={name} className={styles.member}>
                      <input
                        type="checkbox"
                        disabled={fixed}
                        checked={isGranted(name)}
                        onChange={({ currentTarget }) => {
                          change([name], currentTarget.checked);
                        }}
                      />
                      {name}
                    </label>
                  ))}
                </span>
              ) : (
                <span className="caption">{names[0]}</span>
              )}
            </fieldset>
          );
        })}
      </div>
    </section>
  );
}
