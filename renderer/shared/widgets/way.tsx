import type { PartyView } from "../../../simulator/api/index.ts";
import { roleTitle } from "../format/row-text.ts";
import { RoleGlyph } from "./glyph.tsx";
import styles from "./way.module.css";

/** From whom to whom: "Device → DM server" with their shapes. */
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
      <RoleGlyph role={from.role} />
      <span className={brief ? "visually-hidden" : undefined} data-name>
        {roleTitle(from.role)}
      </span>
      <span className="muted">→</span>
      <RoleGlyph role={to.role} />
      <span className={brief ? "visually-hidden" : undefined} data-name>
        {roleTitle(to.role)}
      </span>
    </span>
  );
}
