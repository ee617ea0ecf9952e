import type { PartyView } from "../../../simulator/api/index.ts";
import styles from "./glyph.module.css";

const hexagon = "M6.5 1l4.8 2.75v5.5L6.5 12 1.7 9.25v-5.5z";

const classes: Readonly<Record<PartyView["role"], string | undefined>> = {
  "external-system": styles.es,
  "dm-server": styles.dms,
  device: styles.dev,
  registry: styles.ddi,
};

/** Class that sets `--role` to the colour of a role. */
export function roleClass(role: PartyView["role"]): string {
  return classes[role] ?? "";
}

/** The shape of a role: hexagon, filled hexagon, circle, square. The word stands beside it. */
export function RoleGlyph({ role }: { readonly role: PartyView["role"] }) {
  return (
    <svg className={`${styles.glyph ?? ""} ${roleClass(role)}`} viewBox="0 0 13 13" aria-hidden="true">
      {role === "device" && <circle cx="6.5" cy="6.5" r="5" />}
      {role === "registry" && <path d="M1.8 1.8h9.4v9.4H1.8z" />}
      {(role === "external-system" || role === "dm-server") && <path d={hexagon} />}
    </svg>
  );
}
