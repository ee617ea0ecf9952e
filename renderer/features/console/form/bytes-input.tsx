import { Button, SegmentedControl } from "@mantine/core";
import { useRef, useState } from "react";
import { formatSize } from "../../../shared/format/count.ts";
import { decodeBase64 } from "../../../shared/format/positions.ts";
import styles from "./form.module.css";

/** Octets as base64, as text that is encoded, or out of a file. */
export function BytesInput({
  id,
  label,
  value,
  describedBy,
  invalid,
  onChange,
  onFocus,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly describedBy?: string | undefined;
  readonly invalid: boolean;
  readonly onChange: (base64: string) => void;
  readonly onFocus: () => void;
}) {
  const file = useRef<HTMLInputElement>(null);
  const text = readable(value);
  const [form, setForm] = useState<"text" | "base64">(text === undefined ? "base64" : "text");
  const shown = form === "text" ? text : value;
  const octets = octetsOf(value);
  return (
    <div className={styles.bytes}>
      <div className={styles.bytesTools}>
        <SegmentedControl
          aria-label={`Form of ${label}`}
          value={text === undefined ? "base64" : form}
          onChange={(next) => {
            setForm(next === "text" ? "text" : "base64");
          }}
          data={[
            { value: "text", label: "Text", disabled: text === undefined },
            { value: "base64", label: "Base64" },
          ]}
        />
        <Button
          variant="subtle"
          onClick={() => {
            file.current?.click();
          }}
        >
          Load a file…
        </Button>
        <span className="caption">{octets === undefined ? "no base64" : formatSize(octets.length)}</span>
        <input
          ref={file}
          type="file"
          hidden
          aria-label={`File for ${label}`}
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files ?? [];
            currentTarget.value = "";
            if (chosen !== undefined)
              void chosen.arrayBuffer().then((buffer) => {
                onChange(encode(new Uint8Array(buffer)));
              });
          }}
        />
      </div>
      <textarea
        id={id}
        className={styles.area}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        spellCheck={false}
        rows={4}
        value={shown ?? value}
        onFocus={onFocus}
        onChange={({ currentTarget }) => {
          const next = currentTarget.value;
          onChange(form === "text" && text !== undefined ? encode(new TextEncoder().encode(next)) : next);
        }}
      />
    </div>
  );
}

/** Octets as base64, in pieces that a call can take. */
function encode(octets: Uint8Array): string {
  let binary = "";
  for (let index = 0; index < octets.length; index += 8192)
    binary += String.fromCodePoint(...octets.subarray(index, index + 8192));
  return btoa(binary);
}

function octetsOf(base64: string): Uint8Array | undefined {
  try {
    return decodeBase64(base64.replaceAll(/\s+/g, ""));
  } catch {
    // what is being typed is often no base64 yet; the field says so
    return undefined;
  }
}

/** The octets as text, where they are UTF-8 that can be edited as text. */
function readable(base64: string): string | undefined {
  const octets = octetsOf(base64);
  if (octets === undefined) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
    // oxlint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    // octets that are no text are shown as base64
    return undefined;
  }
}
