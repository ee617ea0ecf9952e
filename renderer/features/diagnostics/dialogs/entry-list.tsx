import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { hostQueries } from "../../../state/host-client.ts";
import styles from "./dialogs.module.css";

/** A suggestion for an entry. */
export interface Suggestion {
  readonly value: string;
  readonly detail: string;
}

/** Several texts, added one at a time with suggestions, each with what is known about it. */
export function EntryList({
  label,
  what,
  placeholder,
  empty,
  entries,
  suggestions,
  onText,
  onChange,
  about,
  focused = false,
}: {
  readonly label: string;
  /** What one entry is: `alert type`. */
  readonly what: string;
  readonly placeholder: string;
  /** What it means that there are none. */
  readonly empty: string;
  readonly entries: readonly string[];
  readonly suggestions: readonly Suggestion[];
  /** What is being typed. */
  readonly onText?: (text: string) => void;
  readonly onChange: (entries: readonly string[]) => void;
  readonly about?: (entry: string) => ReactNode;
  readonly focused?: boolean;
}) {
  const list = useId();
  const [text, setText] = useState("");
  const type = (next: string) => {
    setText(next);
    onText?.(next);
  };
  const add = (entry: string) => {
    const added = entry.trim();
    if (added !== "" && !entries.includes(added)) onChange([...entries, added]);
    type("");
  };
  return (
    <fieldset className={styles.entries}>
      <legend>{label}</legend>
      {entries.length === 0 ? (
        <p className="muted">{empty}</p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <li key={entry}>
              <span className="data clip" title={entry}>
                {entry}
              </span>
              <span className="grow" />
              {about?.(entry)}
              <Button
                variant="subtle"
                aria-label={`Remove ${entry}`}
                onClick={() => {
                  onChange(entries.filter((each) => each !== entry));
                }}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.adding}>
        <TextInput
          aria-label={`Another ${what}`}
          placeholder={placeholder}
          list={list}
          value={text}
          autoComplete="off"
          spellCheck={false}
          data-autofocus={focused || undefined}
          onChange={({ currentTarget }) => {
            type(currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || text.trim() === "") return;
            event.preventDefault();
            add(text);
          }}
        />
        <datalist id={list}>
          {suggestions
            .filter(({ value }) => !entries.includes(value))
            .map(({ value, detail }) => (
              <option key={value} value={value}>
                {detail}
              </option>
            ))}
        </datalist>
        <Button
          disabled={text.trim() === ""}
          aria-label={`Add the ${what}`}
          onClick={() => {
            add(text);
          }}
        >
          Add
        </Button>
      </div>
    </fieldset>
  );
}

/** What the host suggests for a text: LocURIs of a device, or devices. */
export function useSuggestions(
  run: string,
  what: "locUri" | "device",
  text: string,
  device?: string,
): readonly Suggestion[] {
  const { data } = useQuery(
    hostQueries.console.complete.queryOptions({
      input: { run, what, text, ...(device === undefined ? {} : { device }) },
      retry: false,
      staleTime: 5000,
    }),
  );
  return data?.options ?? [];
}
