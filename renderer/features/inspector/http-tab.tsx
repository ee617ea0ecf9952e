import type { InspectionView } from "../../../simulator/api/index.ts";
import { counted } from "../../shared/format/count.ts";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { PaneBar } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import styles from "./inspector.module.css";

/** Request line or status, and the headers as they stood on the wire. */
export function HttpTab({ inspection }: { readonly inspection: InspectionView }) {
  const { row, method, url, headers } = inspection;
  if (row.direction === "push" && headers.length === 0) {
    return (
      <Empty>
        <b>This message was pushed.</b> It travelled without HTTP, so there are no headers.
      </Empty>
    );
  }
  const start =
    row.direction === "response"
      ? `HTTP/1.1 ${row.status ?? ""}`.trim()
      : `${method ?? "POST"} ${url ?? ""} HTTP/1.1`;
  const text = [start, ...headers.map(({ name, value }) => `${name}: ${value}`)].join("\r\n");
  return (
    <>
      <PaneBar quiet>
        <span>{row.direction === "response" ? "response" : "request"}</span>
        <span>{counted(headers.length, "header")}</span>
        <span className="grow" />
        <CopyButton text={text} label="Copy the head" />
      </PaneBar>
      <ScrollRegion label="Head of the message" className={styles.http}>
        <p className={styles.startLine}>{start}</p>
        <dl className={styles.headers}>
          {headers.map(({ name, value }) => (
            <div key={`${name}: ${value}`}>
              <dt>{name}:</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </ScrollRegion>
    </>
  );
}
