import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useRowKeys } from "../../shared/hooks/use-row-keys.ts";
import { Empty } from "../../shared/widgets/empty.tsx";
import { loadRequest } from "../../state/console-ui.ts";
import { useStore } from "../../state/store.ts";
import { readTemplates, removeTemplate, templates as keptTemplates } from "./console-actions.tsx";
import styles from "./console.module.css";
import { TemplateDialog } from "./template-dialog.tsx";

/** Requests that are kept under a name. */
export function TemplateList({ run }: { readonly run: string }) {
  const templates = useStore(keptTemplates) ?? [];
  useEffect(() => void readTemplates(), []);
  const [chosen, setChosen] = useState<string>();
  const [renaming, setRenaming] = useState(false);
  const at = Math.max(
    0,
    templates.findIndex(({ id }) => id === chosen),
  );
  const template = templates[at];
  const load = () => {
    if (template !== undefined) loadRequest(run, template);
  };
  const onKeyDown = useRowKeys(
    templates.length,
    at,
    (index) => {
      setChosen(templates[index]?.id);
    },
    load,
  );
  if (template === undefined)
    return (
      <div className={styles.list} data-level="list" tabIndex={-1}>
        <Empty>
          <b>Templates appear here:</b> “Save as template” keeps a request under a name, for every run.
        </Empty>
      </div>
    );
  return (
    <>
      <div
        className={`${styles.list ?? ""} scroll`}
        role="listbox"
        aria-label="Templates"
        tabIndex={0}
        aria-activedescendant={`template-${template.id}`}
        data-keys="list"
        data-level="list"
        data-pane-focus
        onKeyDown={onKeyDown}
      >
        {templates.map(({ id, name, operation }) => (
          // Keys are handled by the list, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={id}
            id={`template-${id}`}
            role="option"
            aria-selected={id === template.id}
            className={styles.call}
            onClick={() => {
              setChosen(id);
            }}
            onDoubleClick={load}
          >
            <span className={`${styles.callTitle ?? ""} clip`} title={name}>
              <span className="clip">{name}</span>
            </span>
            <span className={`${styles.callAbout ?? ""} caption`}>{operation}</span>
          </div>
        ))}
      </div>
      <div className={styles.listFoot}>
        <Button title="Loads the request into the form (Enter)" onClick={load}>
          Load
        </Button>
        <Button
          onClick={() => {
            setRenaming(true);
          }}
        >
          Rename…
        </Button>
        <Button variant="subtle" onClick={() => void removeTemplate(template)}>
          Delete
        </Button>
      </div>
      {renaming && (
        <TemplateDialog
          template={template}
          onClose={() => {
            setRenaming(false);
          }}
        />
      )}
    </>
  );
}
