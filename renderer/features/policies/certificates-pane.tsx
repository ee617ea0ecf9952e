import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { CertificateView } from "../../../simulator/api/index.ts";
import { useNow } from "../../shared/hooks/use-now.ts";
import { WarningMark } from "../../shared/widgets/badge.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { Pane, PaneHead } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { hostQueries } from "../../state/host-client.ts";
import { showPolicyDialog } from "../../state/policies-ui.ts";
import { policyRevision, renewCertificate, saveCertificate } from "../../state/policy-actions.tsx";
import { useStore } from "../../state/store.ts";
import { endsIn, endsSoon } from "./words.ts";
import styles from "./policies.module.css";

const kinds = { ca: "test CA", server: "server", client: "client" } as const;

/** The certificates of the host. */
export function CertificatesPane({ run }: { readonly run: string }) {
  const now = useNow(60_000);
  const query = useQuery(
    hostQueries.policies.certificates.list.queryOptions({ refetchInterval: 10_000, retry: false }),
  );
  const revision = useStore(policyRevision);
  const { refetch, data } = query;
  useEffect(() => {
    if (revision > 0) void refetch();
  }, [revision, refetch]);
  return (
    <Pane label="Certificates" className={styles.certificates}>
      <PaneHead
        title="Certificates"
        about={data?.keysWithheld ?? "a key leaves only when it is asked for, on this computer"}
      >
        <Button
          disabled={data === undefined}
          onClick={() => {
            showPolicyDialog(run, { name: "certificate" });
          }}
        >
          Issue…
        </Button>
      </PaneHead>
      {data === undefined ? (
        <Empty>{query.error?.message ?? "Reading the certificates…"}</Empty>
      ) : (
        <ScrollRegion label="Certificates of this host" className="grow">
          <table className={`${styles.table ?? ""} ${styles.oneLine ?? ""}`}>
            <thead>
              <tr>
                <th scope="col">certificate</th>
                <th scope="col">kind</th>
                <th scope="col">shown by</th>
                <th scope="col">ends</th>
                <th scope="col">fingerprint</th>
                <th scope="col">
                  <span className="visually-hidden">actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.certificates.map((certificate) => (
                <Row key={certificate.id} certificate={certificate} now={now} withheld={data.keysWithheld} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Pane>
  );
}

function Row({
  certificate,
  now,
  withheld,
}: {
  readonly certificate: CertificateView;
  readonly now: number;
  readonly withheld: string | undefined;
}) {
  const { subject, names, kind, usedBy, notAfter, fingerprint, renewable, hasKey } = certificate;
  return (
    <tr>
      <th scope="row" className="data" title={names.join(", ")}>
        CN={subject}
      </th>
      <td>{kinds[kind]}</td>
      <td>{usedBy}</td>
      <td>
        {endsSoon(notAfter, now) ? (
          <span className={styles.soon}>
            <WarningMark /> {endsIn(notAfter, now)}
          </span>
        ) : (
          endsIn(notAfter, now)
        )}
      </td>
      <td title={fingerprint}>
        <CopyButton text={fingerprint} label={`the fingerprint of ${subject}`} />
      </td>
      <td className={styles.actions}>
        <Button
          variant="subtle"
          aria-label={`Save PEM of ${subject}`}
          onClick={() => void saveCertificate(certificate, false)}
        >
          Save PEM
        </Button>
        <Button
          variant="subtle"
          aria-label={`Save ${subject} with key`}
          disabled={!hasKey || withheld !== undefined}
          title={withheld ?? (hasKey ? undefined : "Its key is not kept here.")}
          onClick={() => void saveCertificate(certificate, true)}
        >
          with key
        </Button>
        <Button
          variant="subtle"
          aria-label={`Renew ${subject}`}
          disabled={!renewable}
          title={renewable ? undefined : "The CA is replaced when it has little time left."}
          onClick={() => void renewCertificate(certificate)}
        >
          Renew
        </Button>
      </td>
    </tr>
  );
}
