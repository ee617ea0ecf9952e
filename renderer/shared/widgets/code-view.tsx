import { xml } from "@codemirror/lang-xml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { minimalSetup } from "codemirror";
import { useEffect, useRef } from "react";
import type { Span } from "../format/positions.ts";
import styles from "./code-view.module.css";

/** A range to light; a whole part is lit softly, a value fully. */
export interface CodeMarker extends Span {
  readonly soft: boolean;
}

const setMarker = StateEffect.define<CodeMarker | undefined>();

const markerField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarker)) continue;
      const span = effect.value;
      const length = transaction.newDoc.length;
      next =
        span === undefined || span.from >= span.to || span.to > length
          ? Decoration.none
          : Decoration.set([
              Decoration.mark({ class: (span.soft ? styles.soft : styles.lit) ?? "" }).range(
                span.from,
                span.to,
              ),
            ]);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Tags recede, text and values are ink: no colour, because colour means something else here. */
const inkOnly = HighlightStyle.define([
  {
    tag: [tags.angleBracket, tags.tagName, tags.attributeName, tags.definitionOperator],
    color: "var(--muted)",
  },
  {
    tag: [tags.processingInstruction, tags.comment, tags.documentMeta],
    color: "var(--muted)",
    fontStyle: "italic",
  },
  { tag: [tags.attributeValue, tags.content, tags.string], color: "var(--text)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "12px", backgroundColor: "var(--surface)", color: "var(--text)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-data)", lineHeight: "20px", fontVariantLigatures: "none" },
  ".cm-gutters": {
    backgroundColor: "var(--surface)",
    color: "var(--muted)",
    border: "0",
    paddingLeft: "4px",
  },
  ".cm-content": { caretColor: "var(--text)", padding: "6px 12px 6px 0" },
  ".cm-line": { padding: "0 6px" },
});

/** Text in its exact form, with the linked range marked. Read only unless `onChange` is given. */
export function CodeView({
  label,
  text,
  marker,
  onPick,
  onChange,
}: {
  readonly label: string;
  readonly text: string;
  readonly marker?: CodeMarker | undefined;
  /** Somebody put the caret at a position. */
  readonly onPick?: ((position: number) => void) | undefined;
  readonly onChange?: ((text: string) => void) | undefined;
}) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const listeners = useRef({ onPick, onChange });
  const isEditable = onChange !== undefined;
  useEffect(() => {
    listeners.current = { onPick, onChange };
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          xml(),
          syntaxHighlighting(inkOnly),
          look,
          markerField,
          minimalSetup,
          EditorView.lineWrapping,
          EditorState.readOnly.of(!isEditable),
          // Whatever scrolls must be reachable by keyboard, also where nothing can be written.
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) listeners.current.onChange?.(update.state.doc.toString());
            const isPicked = update.transactions.some((transaction) => transaction.isUserEvent("select"));
            if (isPicked) listeners.current.onPick?.(update.state.selection.main.head);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
    // An editable text is its own from here on; a new text for reading makes a new view.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [label, isEditable, isEditable ? "" : text]);
  useEffect(() => {
    const isUsable = marker !== undefined && marker.to <= (view.current?.state.doc.length ?? 0);
    view.current?.dispatch({
      effects: [
        setMarker.of(marker),
        ...(isUsable ? [EditorView.scrollIntoView(marker.from, { y: "center" })] : []),
      ],
    });
  }, [marker, text]);
  return <div ref={place} className={styles.code} data-keys="text" data-pane-focus-in />;
}
