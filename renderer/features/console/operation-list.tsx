import { useRef } from "react";
import type { ConsoleCatalog } from "../../../simulator/api/index.ts";
import { useRowKeys } from "../../shared/hooks/use-row-keys.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { FilterField } from "../../shared/widgets/filter-field.tsx";
import { SectionCaption } from "../../shared/widgets/pane.tsx";
import { chooseOperation, consoleUi, type ConsoleUi } from "../../state/console-ui.ts";
import styles from "./console.module.css";

/** The operations of the contract by group; `/` finds one. */
export function OperationList({
  run,
  ui,
  catalog,
}: {
  readonly run: string;
  readonly ui: ConsoleUi;
  readonly catalog: ConsoleCatalog;
}) {
  const list = useRef<HTMLDivElement>(null);
  const words = ui.text.toLowerCase().split(/\s+/);
  const groups = catalog.groups
    .map(({ title, operations }) => ({
      title,
      operations: operations.filter(({ name, about }) => {
        const text = `${name} ${about} ${title}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
  const names = groups.flatMap(({ operations }) => operations.map(({ name }) => name));
  const at = names.indexOf(ui.operation);
  const choose = (name: string | undefined) => {
    if (name === undefined) return;
    chooseOperation(run, name);
    list.current?.querySelector(`#operation-${name}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = useRowKeys(
    names.length,
    at,
    (index) => {
      choose(names[index]);
    },
    focusForm,
  );
  return (
    <>
      <div className={styles.find}>
        <FilterField
          label="Find an operation"
          placeholder="find an operation"
          text={ui.text}
          onChange={(text) => {
            consoleUi(run).update((now) => ({ ...now, text }));
          }}
          onLeave={() => {
            if (at < 0) choose(names[0]);
            list.current?.focus();
          }}
        />
      </div>
      <div
        ref={list}
        className={`${styles.list ?? ""} scroll`}
        role="listbox"
        aria-label="Operations"
        tabIndex={0}
        aria-activedescendant={at < 0 ? undefined : `operation-${ui.operation}`}
        data-keys="list"
        data-level="list"
        data-pane-focus
        onKeyDown={onKeyDown}
      >
        {groups.map(({ title, operations }) => (
          <div key={title} role="group" aria-label={title}>
            <div aria-hidden="true">
              <SectionCaption>{title}</SectionCaption>
            </div>
            {operations.map(({ name, about }) => (
              // Keys are handled by the list, which keeps the focus.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={name}
                id={`operation-${name}`}
                role="option"
                aria-selected={name === ui.operation}
                className={styles.line}
                title={about}
                onClick={() => {
                  chooseOperation(run, name);
                }}
              >
                {name}
              </div>
            ))}
          </div>
        ))}
      </div>
      {names.length === 0 && (
        <Empty>
          <b>No operation</b> has all of these words. There are 22.
        </Empty>
      )}
    </>
  );
}

/** Puts the focus on the first field of the form. */
export function focusForm(): void {
  document.querySelector<HTMLElement>("[data-request-form] :is(input, select, textarea, button)")?.focus();
}
