import { Popover } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { Completed } from "../../../../simulator/api/index.ts";
import { classNames } from "../../../shared/class-names.ts";
import { formatCount } from "../../../shared/format/count.ts";
import { hostQueries } from "../../../state/host-client.ts";
import styles from "./form.module.css";

/** How long typing rests before the host is asked, in milliseconds. */
const REST_MS = 120;

/** A field that the host completes while it is typed: only what matches is read, never a whole list. */
export function SuggestInput({
  id,
  run,
  what,
  device,
  label,
  describedBy,
  invalid,
  value,
  placeholder,
  onChange,
  onFocus,
}: {
  readonly id: string;
  readonly run: string;
  readonly what: Completed;
  readonly device?: string | undefined;
  readonly label: string;
  readonly describedBy?: string | undefined;
  readonly invalid: boolean;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (text: string) => void;
  readonly onFocus: () => void;
}) {
  const list = useId();
  const [opened, setOpened] = useState(false);
  const [active, setActive] = useState(-1);
  const text = useRested(value);
  const { data, isPlaceholderData } = useQuery({
    ...hostQueries.console.complete.queryOptions({
      input: { run, what, text, ...(device === undefined ? {} : { device }) },
      enabled: opened,
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  // what was found for an earlier text must not be taken for what is typed now
  const isStale = isPlaceholderData || text !== value;
  const typed = value.trim().toLowerCase();
  const options = (data?.options ?? []).filter(
    (option) =>
      option.value !== value &&
      (!isStale || `${option.value} ${option.detail}`.toLowerCase().includes(typed)),
  );
  const isOpen = opened && options.length > 0;
  const rest = (data?.matching ?? 0) - (data?.options.length ?? 0);
  const choose = (chosen: string) => {
    onChange(chosen);
    setActive(-1);
    // An interior node is the way to others: the list goes on with what lies below.
    setOpened(what === "locUri");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!opened) setOpened(true);
      else {
        const by = event.key === "ArrowDown" ? 1 : -1;
        setActive((now) => Math.max(-1, Math.min(options.length - 1, now + by)));
      }
      return;
    }
    if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpened(false);
      return;
    }
    const option = options[active];
    if (event.key === "Enter" && isOpen && option !== undefined) {
      event.preventDefault();
      choose(option.value);
    }
  };
  return (
    <Popover
      opened={isOpen}
      position="bottom-start"
      offset={3}
      withRoles={false}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: styles.menu ?? "" }}
    >
      <Popover.Target>
        <input
          id={id}
          type="text"
          className={styles.input}
          role="combobox"
          aria-label={label}
          aria-expanded={isOpen}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active >= 0 ? `${list}-${active}` : undefined}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={placeholder}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
            setActive(-1);
            setOpened(true);
          }}
          onFocus={onFocus}
          onClick={() => {
            setOpened(true);
          }}
          onBlur={() => {
            setOpened(false);
          }}
          onKeyDown={onKeyDown}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <div role="listbox" id={list} aria-label={`Values for ${label}`}>
          {options.map((option, index) => (
            // Keys are handled by the input, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={option.value}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === active}
              className={styles.option}
              onMouseDown={(event) => {
                event.preventDefault();
              }}
              onClick={() => {
                choose(option.value);
              }}
            >
              <span className={classNames("data", "clip")}>{option.value}</span>
              <span className="caption clip">{option.detail}</span>
            </div>
          ))}
        </div>
        {rest > 0 && <div className={styles.rest}>{formatCount(rest)} more: type on to find them</div>}
      </Popover.Dropdown>
    </Popover>
  );
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return rested;
}
