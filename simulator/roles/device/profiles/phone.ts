import { builtInProfile } from "./built-in.ts";

/** An ordinary telephone: standard objects, settings, firmware update, diagnostics and a vendor's own nodes. */
export const phone = builtInProfile("phone");
