import { useEffect, useMemo, useRef } from "react";
import type { Span } from "../../shared/format/positions.ts";
import styles from "./console.module.css";
import { MOST_LINES, xmlLines } from "./xml-lines.ts";

/** Text of the request to read along with the form: the element of the focused field is lit. */
export function XmlView({
  label,
  xml,
  lit,
  onPick,
}: {
  readonly label: string;
  readonly xml: string;
  readonly lit: Span | undefined;
  /** Somebody pointed at a position. */
  readonly onPick: (position: number) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => xmlLines(xml, lit), [xml, lit]);
  useEffect(() => {
    const scroller = place.current;
    const mark = scroller?.querySelector("mark");
    if (scroller === null || !mark) return;
    const { top, bottom } = mark.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    // only this pane scrolls, never the window around it
    if (top < frame.top) scroller.scrollTop -= frame.top - top + 40;
    else if (bottom > frame.bottom) scroller.scrollTop += bottom - frame.bottom + 40;
  }, [lines]);
  return (
    <div
      ref={place}
      className={`${styles.xml ?? ""} scroll`}
      role="group"
      aria-label={label}
      // What scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-pane-focus
    >
      {lines.map((pieces, index) => (
        // Lines have nothing but their number.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles.xmlLine}>
          <span className={styles.lineNumber}>{index + 1}</span>
          {pieces.map(({ text, kind, lit: isLit, from }, place) => {
            const Piece = isLit ? "mark" : "span";
            const indent = place === 0 ? text.length - text.trimStart().length : 0;
            const isIndented = place === 1 && pieces[0]?.text.trim() === "";
            return [
              // a line breaks before a closing tag rather than inside of it, but never behind its number
              text.startsWith("</") && place > 0 && !isIndented && <wbr key={`${from}<`} />,
              // as a space, the indentation would be a place to break at
              indent > 0 && <span key={`${from} `} style={{ paddingLeft: `${indent}ch` }} />,
              // The form offers the same by keyboard.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
              <Piece
                key={from}
                className={kind === "text" ? undefined : styles.markup}
                onClick={() => {
                  onPick(from);
                }}
              >
                {text.slice(indent)}
              </Piece>,
            ];
          })}
        </div>
      ))}
      {xml.split("\n").length > MOST_LINES + 1 && (
        <p className="caption">More lines are in the editor: Edit raw.</p>
      )}
    </div>
  );
}
