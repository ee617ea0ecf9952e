import { TextInput } from "@mantine/core";
import { useId, useState } from "react";
import type { PolicyFindingView } from "../../../../simulator/api/index.ts";
import styles from "../policies.module.css";

/** A list of short entries: each can be taken away, Enter adds one. */
export function EntryList({
  label,
  path,
  entries,
  placeholder,
  suggestions = [],
  findings,
  fixed,
  note,
  onChange,
}: {
  readonly label: string;
  /** Name of the list in the policy, for its findings. */
  readonly path: string;
  readonly entries: readonly string[];
  readonly placeholder: string;
  readonly suggestions?: readonly string[];
  readonly findings: readonly PolicyFindingView[];
  readonly fixed: boolean;
  readonly note?: string | undefined;
  readonly onChange: (entries: string[]) => void;
}) {
  const id = useId();
  const [text, setText] = useState("");
  const wrong = findings.filter((finding) => finding.path.startsWith(`${path}.`));
  const add = () => {
    const names = text
      .split(/[\s,]+/)
      .filter((name, at, all) => name !== "" && !entries.includes(name) && all.indexOf(name) === at);
    if (names.length > 0) onChange([...entries, ...names]);
    setText("");
  };
  return (
    <div className={styles.entries}>
      <label htmlFor={id} className={styles.term}>
        {label}
      </label>
      <div className={styles.entryField}>
        <ul className={styles.tokens} aria-label={`${label}, as granted`}>
          {entries.map((entry, at) => (
            <li
              key={entry}
              className={styles.token}
              data-bad={wrong.some((finding) => finding.path === `${path}.${at}`) || undefined}
            >
              <span className="data">{entry}</span>
              <button
                type="button"
                disabled={fixed}
                aria-label={`Take ${entry} away from ${label}`}
                onClick={() => {
                  onChange(entries.filter((other) => other !== entry));
                }}
              >
                ×
              </button>
            </li>
          ))}
          {entries.length === 0 && <li className="muted">none</li>}
        </ul>
        <TextInput
          id={id}
          className={styles.entryInput}
          placeholder={placeholder}
          list={suggestions.length > 0 ? `${id}-suggestions` : undefined}
          value={text}
          disabled={fixed}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
          }}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        {suggestions.length > 0 && (
          <datalist id={`${id}-suggestions`}>
            {suggestions.map((suggestion) => (
              <option key={suggestion} value={suggestion} />
            ))}
          </datalist>
        )}
        {wrong.map((finding) => (
          <p key={finding.path} className={styles.wrong}>
            {finding.text}
          </p>
        ))}
        {note !== undefined && <p className="caption">{note}</p>}
      </div>
    </div>
  );
}
