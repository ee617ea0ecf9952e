import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { PoliciesView, PolicyFindingView, PolicyView } from "../../../../simulator/api/index.ts";
import { Badge } from "../../../shared/widgets/badge.tsx";
import { SectionCaption } from "../../../shared/widgets/pane.tsx";
import { commandKinds, pathsOf, rowsOf, subtreesOf, type SubtreeRow } from "./policy-rows.ts";
import styles from "../policies.module.css";

/** Which subtrees each kind of command may touch. */
export function SubtreeTable({
  policy,
  choices,
  findings,
  fixed,
  edited,
  lit,
  onChange,
}: {
  readonly policy: PolicyView;
  readonly choices: PoliciesView["choices"];
  readonly findings: readonly PolicyFindingView[];
  readonly fixed: boolean;
  /** The policy differs from the one in force. */
  readonly edited: boolean;
  /** The rule that decided the dry run. */
  readonly lit: string | undefined;
  readonly onChange: (subtrees: PolicyView["subtrees"]) => void;
}) {
  const [added, setAdded] = useState("");
  // a row stays where it is while its last tick is taken away
  const [order, setOrder] = useState(() => rowsOf(policy).map(({ subtree }) => subtree));
  const rows = ordered(rowsOf(policy), edited ? order : []);
  const meaningOf = (subtree: string) => choices.subtreeWords.find(({ word }) => word === subtree)?.meaning;
  const change = (next: readonly SubtreeRow[]) => {
    setOrder(next.map(({ subtree }) => subtree));
    onChange(subtreesOf(next));
  };
  const add = (subtree: string) => {
    const text = subtree.trim();
    if (text === "" || rows.some((row) => row.subtree === text)) return;
    change([...rows, { subtree: text, kinds: ["get"] }]);
    setAdded("");
  };
  const missing = choices.subtreeWords.filter(({ word }) => rows.every(({ subtree }) => subtree !== word));
  return (
    <section aria-label="Subtrees and commands">
      <SectionCaption aside="one command outside refuses the whole request (POL0202)">
        Subtrees and commands
      </SectionCaption>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">subtree, with everything below it</th>
            {commandKinds.map((kind) => (
              <th key={kind} scope="col" className={styles.tick}>
                {kind}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">take away</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ subtree, kinds }) => {
            const meaning = meaningOf(subtree);
            const paths = pathsOf(policy, subtree);
            const finding = findings.find(({ path }) => paths.includes(path));
            return (
              <tr key={subtree} data-lit={lit?.endsWith(`: ${subtree}`) || undefined}>
                <th scope="row">
                  <span className="data">{subtree}</span>
                  {meaning !== undefined && (
                    <>
                      {" "}
                      <Badge badge={{ text: "by name", tone: "plain", title: meaning }} />{" "}
                      <span className="caption">{meaning}</span>
                    </>
                  )}
                  {finding !== undefined && <p className={styles.wrong}>{finding.text}</p>}
                </th>
                {commandKinds.map((kind) => (
                  <td key={kind} className={styles.tick}>
                    <input
                      type="checkbox"
                      className={styles.right}
                      aria-label={`${kind} in ${subtree}`}
                      disabled={fixed}
                      checked={kinds.includes(kind)}
                      onChange={({ currentTarget }) => {
                        const on = currentTarget.checked;
                        const others = kinds.filter((other) => other !== kind);
                        change(
                          rows.map((row) =>
                            row.subtree === subtree
                              ? { subtree, kinds: on ? [...others, kind] : others }
                              : row,
                          ),
                        );
                      }}
                    />
                  </td>
                ))}
                <td className={styles.remove}>
                  <Button
                    variant="subtle"
                    disabled={fixed}
                    aria-label={`Take ${subtree} away`}
                    onClick={() => {
                      change(rows.filter((row) => row.subtree !== subtree));
                    }}
                  >
                    ×
                  </Button>
                </td>
              </tr>
            );
          })}
          <tr className={styles.last}>
            <td colSpan={8}>
              <span className={styles.addRow}>
                <TextInput
                  aria-label="Another subtree"
                  placeholder="./Settings"
                  value={added}
                  disabled={fixed}
                  onChange={({ currentTarget }) => {
                    setAdded(currentTarget.value);
                  }}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter") return;
                    event.preventDefault();
                    add(added);
                  }}
                />
                <Button
                  disabled={fixed || added.trim() === ""}
                  onClick={() => {
                    add(added);
                  }}
                >
                  Add
                </Button>
                {missing.map(({ word, meaning }) => (
                  <Button
                    key={word}
                    variant="subtle"
                    disabled={fixed}
                    title={`Granted only by name: ${meaning}`}
                    onClick={() => {
                      add(word);
                    }}
                  >
                    + {word}
                  </Button>
                ))}
                <span className="grow" />
                <span className="muted">everything else is refused</span>
              </span>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** Rows in the order of their names; a name without a row is one for no command. */
function ordered(rows: readonly SubtreeRow[], order: readonly string[]): readonly SubtreeRow[] {
  return [
    ...order.map((subtree) => rows.find((row) => row.subtree === subtree) ?? { subtree, kinds: [] }),
    ...rows.filter(({ subtree }) => !order.includes(subtree)),
  ];
}
