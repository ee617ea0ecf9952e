import { NativeSelect } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import type { FormField } from "../../../../simulator/api/index.ts";
import { asKind, type CommandRow, commandRows, nextCommand } from "../command-rows.ts";
import { at, changed, moved, named, placeOf, withChild, without, withText } from "../draft-edit.ts";
import { keyHint } from "../../../state/keymap.ts";
import { BytesInput } from "./bytes-input.tsx";
import { fieldId, focusSoon, useRequestForm } from "./form-context.ts";
import styles from "./form.module.css";
import { SuggestInput } from "./suggest-input.tsx";

/** Management commands as a table: a row each, members of a container indented below it. */
export function CommandTable({ field }: { readonly field: FormField }) {
  const { draft, change, order, commands, problems } = useRequestForm();
  const rows = commandRows(draft, field.name, commands);
  const own = problems.get(placeOf("", field.name));
  const add = () => {
    const last = named(draft, field.name).at(-1);
    const next = nextCommand(field.name, last);
    const place = placeOf("", field.name, named(draft, field.name).length);
    change((now) => withChild(now, "", next, order));
    focusSoon(placeOf(placeOf(place, next.children?.[0]?.name ?? ""), "locUri"));
  };
  return (
    <fieldset className={styles.commands} aria-label={field.name}>
      <div className={styles.commandHead}>
        <span>#</span>
        <span>
          {field.name}
          {field.cardinality === "some" && <b className={styles.required}>*</b>}
        </span>
        <span>locUri</span>
        <span>format</span>
        <span>data</span>
        <span />
      </div>
      {rows.map((row) => (
        <Row key={row.path} row={row} />
      ))}
      <div className={styles.commandAdd}>
        <button
          type="button"
          id={fieldId(placeOf("", field.name, named(draft, field.name).length))}
          data-add-command
          onClick={add}
        >
          <span className="data muted">+</span> add a{" "}
          {field.name === "command" ? "command" : `${field.name} command`}
        </button>
        <kbd>{keyHint("addCommand")}</kbd>
        {own !== undefined && (
          <span className={styles.hint} data-problem>
            {own}
          </span>
        )}
      </div>
    </fieldset>
  );
}

function Row({ row }: { readonly row: CommandRow }) {
  const { draft, change, order, commands, problems } = useRequestForm();
  const { path, owner, number, depth, kind, element, kinds } = row;
  const form = commands.find((each) => each.kind === kind);
  const has = (name: string) => form?.fields.some((each) => each.name === name) ?? false;
  const isSet = (name: string) => named(element, name).length > 0;
  const [more, setMore] = useState(false);
  const hasMore = has("type") || has("binaryData") || has("correlator");
  const isMore = hasMore && (more || isSet("type") || isSet("binaryData") || isSet("correlator"));
  const isContainer = (form?.members.length ?? 0) > 0;
  const move = (by: 1 | -1) => {
    change((now) => moved(now, owner, by, order));
    const [, name = "", index = "0"] = /([^/]+)\[(\d+)\]$/.exec(owner) ?? [];
    if (depth === 0) focusSoon(`${placeOf("", name, Number(index) + by)}/${kind}[0]/kind`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Delete") {
      event.preventDefault();
      change((now) => without(now, owner, order));
    }
  };
  const found = [...problems].filter(
    ([place]) => place === owner || place === path || place.startsWith(`${path}/`),
  );
  const told = isContainer ? found.filter(([place]) => place === path || place === owner) : found;
  return (
    // Keys of the row come from the controls in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={styles.commandBlock}
      role="group"
      aria-label={`Command ${number}, ${kind}`}
      style={{ "--depth": depth }}
      onKeyDown={onKeyDown}
    >
      <div className={styles.commandRow}>
        <span className="data muted">{number}</span>
        <KindSelect row={row} kinds={kinds} />
        {kind === "copy" ? (
          <div className={styles.pair}>
            <Cell row={row} name="from" what="locUri" />
            <span className="muted">→</span>
            <Cell row={row} name="to" what="locUri" />
          </div>
        ) : isContainer ? (
          <button
            type="button"
            className={styles.addMember}
            onClick={() => {
              const last = element.children?.at(-1)?.name;
              const member = last !== undefined && last !== "atomic" ? last : (form?.members[0] ?? "get");
              const place = placeOf(path, member, named(element, member).length);
              change((now) =>
                changed(now, path, order, (now) => ({
                  name: now.name,
                  children: [...(now.children ?? []), { name: member }],
                })),
              );
              focusSoon(placeOf(place, "locUri"));
            }}
          >
            <span className="data muted">+</span> add to {kind} {number}
          </button>
        ) : (
          <Cell row={row} name="locUri" what="locUri" />
        )}
        {has("format") ? <Cell row={row} name="format" what="format" /> : <span />}
        {has("data") ? <Cell row={row} name="data" what={undefined} /> : <span />}
        <span className={styles.rowButtons}>
          {hasMore && (
            <button
              type="button"
              className={styles.small}
              aria-label={`More of command ${number}`}
              aria-expanded={isMore}
              title="media type, octets, correlator"
              onClick={() => {
                setMore(!isMore);
              }}
            >
              ⋯
            </button>
          )}
          <button
            type="button"
            className={styles.small}
            aria-label={`Move command ${number} up`}
            title="Alt ↑"
            onClick={() => {
              move(-1);
            }}
          >
            ↑
          </button>
          <button
            type="button"
            className={styles.small}
            aria-label={`Move command ${number} down`}
            title="Alt ↓"
            onClick={() => {
              move(1);
            }}
          >
            ↓
          </button>
          <button
            type="button"
            className={styles.small}
            aria-label={`Remove command ${number}`}
            title="Alt Del"
            onClick={() => {
              change((now) => without(now, owner, order));
            }}
          >
            ×
          </button>
        </span>
      </div>
      {isMore && (
        <div className={styles.commandMore}>
          {has("type") && (
            <div className={styles.extra}>
              <span className="caption">type</span>
              <Cell row={row} name="type" what={undefined} />
            </div>
          )}
          {has("correlator") && (
            <div className={styles.extra}>
              <span className="caption">correlator</span>
              <Cell row={row} name="correlator" what={undefined} />
            </div>
          )}
          {has("binaryData") && (
            <div className={styles.octets}>
              <span className="caption">binaryData</span>
              <BytesInput
                id={fieldId(placeOf(path, "binaryData"))}
                label={`binaryData of command ${number}`}
                invalid={problems.has(placeOf(path, "binaryData"))}
                value={at(draft, placeOf(path, "binaryData"))?.text ?? ""}
                onChange={(text) => {
                  change((now) => withText(now, placeOf(path, "binaryData"), text, order, false));
                }}
                onFocus={() => undefined}
              />
            </div>
          )}
        </div>
      )}
      {told.map(([place, text]) => (
        <p key={place} id={`${fieldId(place)}-hint`} className={styles.commandProblem}>
          {text}
        </p>
      ))}
    </div>
  );
}

function KindSelect({ row, kinds }: { readonly row: CommandRow; readonly kinds: readonly string[] }) {
  const { change, order, commands, light } = useRequestForm();
  const { path, owner, number, depth, kind, element } = row;
  return (
    <NativeSelect
      id={fieldId(`${path}/kind`)}
      classNames={{ input: styles.kind ?? "" }}
      aria-label={`Kind of command ${number}`}
      value={kind}
      data={kinds.includes(kind) ? [...kinds] : [kind, ...kinds]}
      onFocus={() => {
        light(path);
      }}
      onChange={({ currentTarget }) => {
        const next = asKind(element, currentTarget.value, commands);
        change((now) =>
          changed(now, owner, order, (now) => (depth === 0 ? { name: now.name, children: [next] } : next)),
        );
        const parent = owner.slice(0, owner.lastIndexOf("/"));
        focusSoon(`${depth === 0 ? owner : parent}/${next.name}[0]/kind`);
      }}
    />
  );
}

function Cell({
  row,
  name,
  what,
}: {
  readonly row: CommandRow;
  readonly name: string;
  readonly what: "locUri" | "format" | undefined;
}) {
  const { run, draft, change, order, problems, light } = useRequestForm();
  const place = placeOf(row.path, name);
  const shared = {
    id: fieldId(place),
    label: `${name} of command ${row.number}`,
    invalid: problems.has(place),
    value: named(row.element, name)[0]?.text ?? "",
    onChange: (text: string) => {
      change((now) => withText(now, place, text, order, false));
    },
    onFocus: () => {
      light(place);
    },
  };
  if (what !== undefined)
    return (
      <SuggestInput
        {...shared}
        run={run}
        what={what}
        describedBy={shared.invalid ? `${shared.id}-hint` : undefined}
        device={at(draft, "deviceId[0]")?.text ?? at(draft, "target[0]/deviceId[0]")?.text}
      />
    );
  return (
    <input
      id={shared.id}
      type="text"
      className={styles.input}
      aria-label={shared.label}
      aria-invalid={shared.invalid}
      aria-describedby={shared.invalid ? `${shared.id}-hint` : undefined}
      autoComplete="off"
      spellCheck={false}
      value={shared.value}
      onChange={({ currentTarget }) => {
        shared.onChange(currentTarget.value);
      }}
      onFocus={shared.onFocus}
    />
  );
}
