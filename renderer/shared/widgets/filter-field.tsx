import styles from "./filter-field.module.css";

/** The field that `/` leads to: words that all must occur. */
export function FilterField({
  label,
  placeholder,
  text,
  onChange,
  onLeave,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Down or Enter: on to what was found. */
  readonly onLeave?: (() => void) | undefined;
}) {
  return (
    <div className={styles.filter} role="search">
      <span className="muted" aria-hidden="true">
        /
      </span>
      <input
        type="text"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        data-filter
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (onLeave === undefined || (event.key !== "ArrowDown" && event.key !== "Enter")) return;
          event.preventDefault();
          onLeave();
        }}
      />
    </div>
  );
}
