import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useId, useState } from "react";
import type { Draft, QualifierView, UddiField, UddiVersion } from "../../../../simulator/api/index.ts";
import { conflictsIn, named, summaryOf, withChild, withText } from "./draft-edit.ts";
import styles from "./inquiry.module.css";

/** What all fields of a form need. */
export interface FormPlace {
  readonly call: string;
  readonly version: UddiVersion;
  readonly qualifiers: readonly QualifierView[];
  /** Id of the list of well-known tModels. */
  readonly models: string;
  /** Key of the chosen entry, where it is one of the kind. */
  readonly chosen: (kind: NonNullable<UddiField["keyOf"]>) => string | undefined;
}

/** The fields of an element; what is changed comes back as a new element. */
export function DraftForm({
  fields,
  draft,
  place,
  onChange,
}: {
  readonly fields: readonly UddiField[];
  readonly draft: Draft;
  readonly place: FormPlace;
  readonly onChange: (draft: Draft) => void;
}) {
  return fields
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((field) => {
      const props = { field, fields, draft, place, onChange };
      if (field.kind === "qualifiers") return <Qualifiers key={field.name} {...props} />;
      if (field.kind === "struct") return <Structs key={field.name} {...props} />;
      return <Scalars key={field.name} {...props} />;
    });
}

/** Names come first, and how they are compared: that is what most are told by. */
function rankOf({ name, kind }: UddiField): number {
  return name === "name" ? 0 : kind === "qualifiers" ? 1 : 2;
}

interface FieldProps {
  readonly field: UddiField;
  readonly fields: readonly UddiField[];
  readonly draft: Draft;
  readonly place: FormPlace;
  readonly onChange: (draft: Draft) => void;
}

function isRepeated({ cardinality }: UddiField): boolean {
  return cardinality === "many" || cardinality === "some";
}

/** What attributes and texts are called where people read. */
function shownName({ name }: UddiField): string {
  return name.startsWith("@") ? name.slice(1) : name === "#text" ? "text" : name;
}

function Scalars({ field, fields, draft, place, onChange }: FieldProps) {
  const values = named(draft, field.name);
  const count = isRepeated(field) ? values.length : 1;
  return (
    <>
      {Array.from({ length: count }, (_, number) => (
        <ScalarRow
          key={number}
          field={field}
          place={place}
          text={values[number]?.text ?? ""}
          number={isRepeated(field) ? number : undefined}
          onText={(text) => {
            onChange(withText(draft, fields, field, number, text));
          }}
          onRemove={() => {
            onChange(withChild(draft, fields, field.name, number, undefined));
          }}
        />
      ))}
      {isRepeated(field) && (
        <div className={styles.row}>
          <span />
          <Button
            variant="subtle"
            className={styles.add ?? ""}
            onClick={() => {
              onChange(withChild(draft, fields, field.name, values.length, { name: field.name, text: "" }));
            }}
          >
            + add {shownName(field)}
          </Button>
        </div>
      )}
    </>
  );
}

function ScalarRow({
  field,
  place,
  text,
  number,
  onText,
  onRemove,
}: {
  readonly field: UddiField;
  readonly place: FormPlace;
  readonly text: string;
  /** Number among equals; undefined for the only one. */
  readonly number: number | undefined;
  readonly onText: (text: string) => void;
  readonly onRemove: () => void;
}) {
  const id = useId();
  const chosen = field.keyOf === undefined ? undefined : place.chosen(field.keyOf);
  const name = shownName(field);
  return (
    <div className={styles.row}>
      <label htmlFor={id} title={field.label}>
        {name}
        {field.cardinality === "one" && <span className="muted">*</span>}
      </label>
      <div className={styles.control}>
        {field.kind === "enumeration" || field.kind === "boolean" ? (
          <NativeSelect
            id={id}
            value={text}
            onChange={({ currentTarget }) => {
              onText(currentTarget.value);
            }}
            data={["", ...(field.values ?? ["true", "false"])]}
          />
        ) : (
          <input
            id={id}
            type={field.secret === true && field.name === "@cred" ? "password" : "text"}
            className={styles.input}
            inputMode={field.kind === "int" ? "numeric" : undefined}
            list={field.keyOf === "tModel" ? place.models : undefined}
            placeholder={field.label === name ? undefined : field.label}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={({ currentTarget }) => {
              onText(currentTarget.value);
            }}
          />
        )}
        {chosen !== undefined && chosen !== text && (
          <Button
            variant="subtle"
            title={`Key of the chosen entry: ${chosen}`}
            aria-label={`Use the chosen entry as ${name}`}
            onClick={() => {
              onText(chosen);
            }}
          >
            use the chosen
          </Button>
        )}
        {number !== undefined && (
          <button
            type="button"
            className={styles.small}
            aria-label={`Remove ${name} ${number + 1}`}
            onClick={onRemove}
          >
            ×
          </button>
        )}
      </div>
    </div>
  );
}

/** Elements of one name that are drawn until more are asked for. */
const MOST_DRAWN = 20;
/** More than these are folded at first. */
const MOST_OPEN = 3;

function Structs({ field, fields, draft, place, onChange }: FieldProps) {
  const [most, setMost] = useState(MOST_DRAWN);
  const values = named(draft, field.name);
  const add = () => {
    onChange(withChild(draft, fields, field.name, values.length, emptyOf(field)));
  };
  const isFull = !isRepeated(field) && values.length > 0;
  return (
    <fieldset className={styles.struct}>
      <legend title={field.label}>
        {field.name}
        {(field.cardinality === "one" || field.cardinality === "some") && <span className="muted">*</span>}
        {!isFull && (
          <Button variant="subtle" aria-label={`Add ${field.name}`} onClick={add}>
            + add
          </Button>
        )}
        {field.name === "name" && place.call.startsWith("find_") && (
          <span className="caption">
            {place.version === 2
              ? "a beginning; % stands for any text"
              : "with approximateMatch % stands for any text, _ for a character"}
          </span>
        )}
      </legend>
      {values.slice(0, most).map((value, number) => (
        // Elements have nothing but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={number} className={styles.one}>
          <details open={values.length <= MOST_OPEN || undefined}>
            <summary>
              <span className="caption clip">{summaryOf(value) || field.label}</span>
            </summary>
            <DraftForm
              fields={field.fields ?? []}
              draft={value}
              place={place}
              onChange={(next) => {
                onChange(withChild(draft, fields, field.name, number, next));
              }}
            />
          </details>
          <button
            type="button"
            className={styles.small}
            aria-label={`Remove ${field.name} ${number + 1}`}
            onClick={() => {
              onChange(withChild(draft, fields, field.name, number, undefined));
            }}
          >
            ×
          </button>
        </div>
      ))}
      {values.length > most && (
        <Button
          variant="subtle"
          onClick={() => {
            setMost(most + 5 * MOST_DRAWN);
          }}
        >
          {values.length - most} more…
        </Button>
      )}
    </fieldset>
  );
}

/** A new element with the children that it must have. */
function emptyOf(field: UddiField): Draft {
  const children = (field.fields ?? []).flatMap((each): Draft[] =>
    each.cardinality === "one" || each.cardinality === "some"
      ? [each.kind === "struct" ? emptyOf(each) : { name: each.name, text: "" }]
      : [],
  );
  return children.length === 0 ? { name: field.name } : { name: field.name, children };
}

function Qualifiers({ field, fields, draft, place, onChange }: FieldProps) {
  const [own] = named(draft, field.name);
  const chosen = (own?.children ?? []).map(({ text = "" }) => text);
  const offered = place.qualifiers.filter(({ versions }) => versions.includes(place.version));
  const conflicts = conflictsIn(chosen, offered);
  const choose = (name: string, on: boolean) => {
    const next = on ? [...chosen, name] : chosen.filter((each) => each !== name);
    const children = next.map((text): Draft => ({ name: "findQualifier", text }));
    onChange(
      withChild(
        draft,
        fields,
        field.name,
        0,
        children.length === 0 ? undefined : { name: field.name, children },
      ),
    );
  };
  return (
    <details className={styles.struct}>
      <summary className={styles.summary}>
        <span>findQualifiers</span>{" "}
        <span className="caption clip">{chosen.length === 0 ? "none" : chosen.join(", ")}</span>
      </summary>
      {conflicts.length > 0 && (
        <p className={styles.conflict} role="status">
          {conflicts.map(([one, other]) => `${one} and ${other} exclude each other`).join("; ")}. The registry
          will refuse; it can be sent all the same.
        </p>
      )}
      <div className={styles.qualifiers} role="group" aria-label="findQualifiers">
        {offered.map(({ name, about, conflicts: others }) => {
          const against = others.filter((each) => chosen.includes(each));
          return (
            <Checkbox
              key={name}
              size="xs"
              classNames={{ description: styles.qualifierAbout ?? "" }}
              label={name}
              checked={chosen.includes(name)}
              description={against.length > 0 ? `${about} Not with ${against.join(", ")}.` : about}
              onChange={({ currentTarget }) => {
                choose(name, currentTarget.checked);
              }}
            />
          );
        })}
      </div>
    </details>
  );
}
