import { Button } from "@mantine/core";
import type { ExternalSystemView } from "../../../../simulator/api/index.ts";
import { Badge } from "../../../shared/widgets/badge.tsx";
import { showPolicyDialog } from "../../../state/policies-ui.ts";
import { tellPolicy, type PoliciesPlace } from "../../../state/policy-actions.tsx";
import { schemeName } from "../words.ts";
import styles from "../policies.module.css";

/** With what an External System proves itself, without the secrets. */
export function Credentials({
  place,
  system,
  fixed,
}: {
  readonly place: PoliciesPlace;
  readonly system: ExternalSystemView;
  readonly fixed: boolean;
}) {
  return (
    <div className={styles.entries}>
      <span className={styles.term} id="signs-in">
        signs in
      </span>
      <div className={styles.entryField}>
        <ul className={styles.tokens} aria-labelledby="signs-in">
          {system.credentials.map(({ scheme, holder }) => (
            <li key={`${scheme} ${holder}`} className={styles.token}>
              {schemeName(scheme)} <span className="data">{holder}</span>
              {(scheme === "basic" || scheme === "username-token-text") && (
                <Badge
                  badge={{ text: "legacy", tone: "plain", title: "It sends the password: only over TLS" }}
                />
              )}
              <button
                type="button"
                disabled={fixed}
                aria-label={`Take ${schemeName(scheme)} of ${holder} away`}
                onClick={() =>
                  void tellPolicy(
                    place,
                    { name: "removeCredential", externalSystem: system.id, scheme, holder },
                    `${system.id} has no ${schemeName(scheme)} credential of ${holder} any more.`,
                  )
                }
              >
                ×
              </button>
            </li>
          ))}
          {system.credentials.length === 0 && <li className="muted">with nothing: it cannot call</li>}
        </ul>
        <span>
          <Button
            disabled={fixed}
            onClick={() => {
              showPolicyDialog(place.run, { name: "credential", system: system.id });
            }}
          >
            Set a credential…
          </Button>
          <Button
            variant="subtle"
            disabled={fixed}
            onClick={() => {
              showPolicyDialog(place.run, { name: "remove", system: system.id });
            }}
          >
            Remove {system.id}…
          </Button>
        </span>
      </div>
    </div>
  );
}
