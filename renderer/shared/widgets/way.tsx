import type { PartyView } from "../../../simulator/api/index.ts";
import { roleTitle } from "../format/row-text.ts";
import { RoleGlyph } from "./glyph.tsx";
import styles from "./way.module.css";

/** From whom to whom: "Device → DM server" with their shapes. */
export function Way({ from, to, brief = false }: { readonly from: PartyView; readonly to: PartyView; readonly brief?: boolean }) {
  return (
    <span className={styles.way}>
      <RoleGlyph role={from.role} />
      {brief ? <span className="visually-hidden">{roleTitle(from.role)}</span> : roleTitle(from.role)}
      <span className="muted">→</span>
      <RoleGlyph role={to.role} />
      {brief ? <span className="visually-hidden">{roleTitle(to.role)}</span> : roleTitle(to.role)}
    </span>
  );
}
