import { Button } from "@mantine/core";
import type { DeviceSessionView } from "../../../../simulator/api/index.ts";
import { stateName } from "../../../shared/format/state-name.ts";
import { SectionCaption } from "../../../shared/widgets/pane.tsx";
import { useOpenMessage } from "../../../shared/journal/message-link.tsx";
import styles from "./side.module.css";

/** The way of the session's machine, each state with the record that it was entered at. */
export function SessionPath({ run, session }: { readonly run: string; readonly session: DeviceSessionView }) {
  const open = useOpenMessage(run);
  const { sessionId, path, firstSeq } = session;
  return (
    <section aria-label={`Path in session ${sessionId}`}>
      <SectionCaption
        aside={
          firstSeq !== undefined && (
            <Button
              variant="subtle"
              onClick={() => {
                open(firstSeq);
              }}
            >
              Open the ladder
            </Button>
          )
        }
      >
        Path in {sessionId}
      </SectionCaption>
      <ol className={styles.path}>
        {path.map(({ state, seq }, index) => (
          <li key={seq} data-last={index === path.length - 1}>
            {stateName(state)}
            <i className="data">{seq}</i>
          </li>
        ))}
      </ol>
    </section>
  );
}
