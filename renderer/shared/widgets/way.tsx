import type { PartyView } from "../../../simulator/api/index.ts";
import { shortName } from "../format/party-name.ts";
import { roleTitle } from "../format/row-text.ts";
import { RoleGlyph } from "./glyph.tsx";
import { useNamedRoles } from "./named-roles.ts";
import styles from "./way.module.css";

/** From whom to whom: "Device → DM server" with their shapes; by name where several have that role. */
export function Way({
  from,
  to,
  brief = false,
}: {
  readonly from: PartyView;
  readonly to: PartyView;
  readonly brief?: boolean;
}) {
  return (
    <span className={styles.way}>
      <PartyWord party={from} brief={brief} />
      <span className="muted">→</span>
      <PartyWord party={to} brief={brief} />
    </span>
  );
}

/** One party: its shape and what it is called. */
export function PartyWord({ party, brief = false }: { readonly party: PartyView; readonly brief?: boolean }) {
  const isNamed = useNamedRoles().has(party.role);
  return (
    <>
      <RoleGlyph role={party.role} />
      <span className={brief ? "visually-hidden" : undefined} title={party.name} data-name>
        {isNamed && <span className="visually-hidden">{roleTitle(party.role)} </span>}
        {isNamed ? shortName(party) : roleTitle(party.role)}
      </span>
    </>
  );
}
