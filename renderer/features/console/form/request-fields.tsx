import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { FormField } from "../../../../simulator/api/index.ts";
import { counted } from "../../../shared/format/count.ts";
import { at, named, placeOf, withChild, without, withText } from "../draft-edit.ts";
import { CommandTable } from "./command-table.tsx";
import { fieldId, focusSoon, useRequestForm } from "./form-context.ts";
import styles from "./form.module.css";
import { ScalarInput } from "./scalar-input.tsx";

/** The fields of an element, in their order. */
export function RequestFields({
  fields,
  path,
}: {
  readonly fields: readonly FormField[];
  readonly path: string;
}) {
  return fields.map((field) => <OneField key={field.name} field={field} path={path} />);
}

function OneField({ field, path }: { readonly field: FormField; readonly path: string }) {
  if (field.kind === "command") return <CommandTable field={field} />;
  if (field.kind === "struct") return <StructField field={field} path={path} />;
  if (field.cardinality === "many" || field.cardinality === "some")
    return <RepeatedField field={field} path={path} />;
  return <SingleField field={field} path={path} />;
}

function SingleField({ field, path }: { readonly field: FormField; readonly path: string }) {
  const { draft, change, order } = useRequestForm();
  const place = placeOf(path, field.name);
  return (
    <FieldRow field={field} place={place}>
      <ScalarInput
        field={field}
        path={place}
        label={field.name}
        text={at(draft, place)?.text ?? ""}
        onText={(text) => {
          change((now) => withText(now, place, text, order, false));
        }}
      />
    </FieldRow>
  );
}

/** Values of one field that are drawn until more are asked for. */
const MOST_VALUES = 25;

/** A field of which there may be several: one line each, and one to add. */
function RepeatedField({ field, path }: { readonly field: FormField; readonly path: string }) {
  const { draft, change, order } = useRequestForm();
  const values = named(path === "" ? draft : at(draft, path), field.name);
  const [shown, setShown] = useState(MOST_VALUES);
  const hidden = Math.max(0, values.length - shown);
  const add = () => {
    setShown((now) => (hidden === 0 ? Math.max(now, values.length + 1) : now));
    change((now) => withChild(now, path, { name: field.name, text: "" }, order));
    focusSoon(placeOf(path, field.name, values.length));
  };
  return (
    <>
      {values.slice(0, shown).map((value, index) => {
        const place = placeOf(path, field.name, index);
        return (
          // Values have nothing but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <FieldRow key={index} field={field} place={place} again={index > 0}>
            <div className={styles.withButton}>
              <ScalarInput
                field={field}
                path={place}
                label={`${field.name} ${index + 1}`}
                text={value.text ?? ""}
                onText={(text) => {
                  change((now) => withText(now, place, text, order, true));
                }}
              />
              <button
                type="button"
                className={styles.small}
                aria-label={`Remove ${field.name} ${index + 1}`}
                onClick={() => {
                  change((now) => without(now, place, order));
                }}
              >
                ×
              </button>
            </div>
          </FieldRow>
        );
      })}
      <FieldRow field={field} place={placeOf(path, field.name, values.length)} again={values.length > 0}>
        {hidden > 0 && (
          <Button
            variant="subtle"
            className={styles.add ?? ""}
            onClick={() => {
              setShown(shown + MOST_VALUES * 4);
            }}
          >
            {counted(hidden, "more value")} …
          </Button>
        )}
        <Button
          variant="subtle"
          className={styles.add ?? ""}
          onClick={add}
          id={fieldId(placeOf(path, field.name, values.length))}
        >
          + add {field.name}
        </Button>
      </FieldRow>
    </>
  );
}

function StructField({ field, path }: { readonly field: FormField; readonly path: string }) {
  const { draft, change, order, problems } = useRequestForm();
  const place = placeOf(path, field.name);
  const isThere = at(draft, place) !== undefined || field.cardinality === "one";
  const problem = problems.get(place);
  return (
    <fieldset className={styles.struct} aria-label={field.name}>
      <div className={styles.structHead}>
        <span title={field.label}>
          {field.name}
          <Required field={field} />
        </span>
        {field.cardinality === "optional" && (
          <Button
            variant="subtle"
            id={isThere ? undefined : fieldId(place)}
            onClick={() => {
              if (isThere) change((now) => without(now, place, order));
              else change((now) => withChild(now, path, { name: field.name }, order));
            }}
          >
            {isThere ? "Remove" : "+ set"}
          </Button>
        )}
        <span
          className={`${styles.hint ?? ""} clip`}
          title={field.doc}
          data-problem={problem !== undefined || undefined}
        >
          {problem ?? field.doc}
        </span>
      </div>
      {isThere && (
        <div className={styles.structBody}>
          <RequestFields fields={field.fields ?? []} path={place} />
        </div>
      )}
    </fieldset>
  );
}

function FieldRow({
  field,
  place,
  again = false,
  children,
}: {
  readonly field: FormField;
  readonly place: string;
  /** A further value of the same field. */
  readonly again?: boolean;
  readonly children: ReactNode;
}) {
  const { problems, notes } = useRequestForm();
  const id = fieldId(place);
  const problem = problems.get(place);
  const hint = problem ?? notes.get(place) ?? (again ? "" : field.doc);
  return (
    <div className={styles.row} data-wide={field.kind === "base64" || undefined}>
      <label htmlFor={id} className={again ? "visually-hidden" : styles.name} title={field.label}>
        {field.name}
        <Required field={field} />
      </label>
      <div className={styles.control}>{children}</div>
      <span
        id={`${id}-hint`}
        className={styles.hint}
        data-problem={problem !== undefined || undefined}
        title={problem ?? field.doc}
      >
        {hint}
      </span>
    </div>
  );
}

function Required({ field }: { readonly field: FormField }) {
  if (field.cardinality !== "one" && field.cardinality !== "some") return null;
  return (
    <b className={styles.required} title="required">
      *<span className="visually-hidden">required</span>
    </b>
  );
}
