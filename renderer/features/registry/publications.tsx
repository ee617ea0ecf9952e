import { Button } from "@mantine/core";
import type { PublicationLine, RegistryPage } from "../../../simulator/api/index.ts";
import { formatDuration } from "../../shared/format/clock.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import { SectionCaption } from "../../shared/widgets/pane.tsx";
import { publishAgain, withdraw } from "../../state/registry-actions.tsx";
import styles from "./registry.module.css";

/** The background jobs with which DM servers publish their interface. */
export function Publications({ run, page }: { readonly run: string; readonly page: RegistryPage }) {
  const { publications, over } = page;
  const lines = publications.filter(({ state }) => state !== "off");
  if (lines.length === 0) return undefined;
  return (
    <section aria-label="Publication" className={styles.publications}>
      <SectionCaption>Publication</SectionCaption>
      {lines.map((line) => {
        const place = { run, server: line.server };
        const isOut = line.state === "unpublished";
        return (
          <div key={line.server} className={styles.publication}>
            <div className={styles.publicationHead}>
              <b className="strong clip">{line.server}</b>
              <span className="grow" />
              <PublicationMark line={line} />
            </div>
            <p className="caption">
              {line.errno !== undefined && (
                <span className="data">
                  {line.errno} {line.error}{" "}
                </span>
              )}
              {line.about}
            </p>
            <div className={styles.buttons}>
              <Button
                disabled={over !== undefined}
                title={over}
                aria-label={`${isOut ? "Publish" : "Publish again"}: ${line.server}`}
                onClick={() => void publishAgain(place)}
              >
                {isOut ? "Publish" : "Publish again"}
              </Button>
              <Button
                disabled={over !== undefined || isOut}
                title={over ?? (isOut ? "It is not in the registry." : undefined)}
                aria-label={`Withdraw: ${line.server}`}
                onClick={() => void withdraw(place)}
              >
                Withdraw
              </Button>
            </div>
          </div>
        );
      })}
    </section>
  );
}

function PublicationMark({ line: { state, retryIn } }: { readonly line: PublicationLine }) {
  switch (state) {
    case "published":
      return <span className={styles.good}>✓ published</span>;
    case "refused":
      return <Badge badge={{ text: "refused", tone: "fail" }} />;
    case "waiting":
      return (
        <Badge
          badge={{
            text: retryIn === undefined ? "tries again" : `again in ${formatDuration(retryIn)}`,
            tone: "warn",
          }}
        />
      );
    case "working":
      return <Badge badge={{ text: "under way", tone: "plain" }} />;
    default:
      return <Badge badge={{ text: "not published", tone: "plain" }} />;
  }
}
