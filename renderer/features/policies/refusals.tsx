import type { RefusalView } from "../../../simulator/api/index.ts";
import { UnstyledButton } from "@mantine/core";
import { useOpenMessage } from "../../shared/journal/message-link.tsx";
import { host } from "../../state/host-client.ts";
import { attempt, problem } from "../../state/problem.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import { SectionCaption } from "../../shared/widgets/pane.tsx";
import styles from "./policies.module.css";

/** Refusals that are shown. */
const SHOWN = 20;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** What an External System was refused lately. */
export function Refusals({
  run,
  refusals,
  system,
}: {
  readonly run: string;
  readonly refusals: readonly RefusalView[];
  readonly system: string;
}) {
  const own = refusals.filter(({ externalSystem }) => externalSystem === system).slice(0, SHOWN);
  const open = useOpenMessage(run);
  const follow = async (exchange: string) => {
    const found = await attempt("Looking for the message", () =>
      host.policies.refusedMessage({ run, exchange }),
    );
    if (found === undefined) return;
    if (found.seq === undefined) problem.set("The journal does not hold this request any more.");
    else open(found.seq);
  };
  return (
    <section aria-label="Refused lately">
      <SectionCaption aside="since the start of the DM server">Refused lately</SectionCaption>
      {own.length === 0 ? (
        <p className={styles.none}>Nothing of {system} was refused.</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">at</th>
              <th scope="col">operation</th>
              <th scope="col">why</th>
              <th scope="col">answer</th>
            </tr>
          </thead>
          <tbody>
            {own.map(({ at, operation, reason, messageId, exchange }, index) => (
              <tr key={`${at} ${index}`}>
                <td className="data">{time.format(at)}</td>
                <td>
                  <UnstyledButton
                    className={styles.toMessage}
                    aria-label={`${operation}, the request on the ladder`}
                    title="Opens the request on the ladder"
                    onClick={() => void follow(exchange)}
                  >
                    {operation}
                  </UnstyledButton>
                </td>
                <td className={styles.why}>{reason}</td>
                <td>
                  <Badge badge={{ text: messageId ?? "not authenticated", tone: "fail", title: reason }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
