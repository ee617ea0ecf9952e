/*
 * What the device calls:
 *   isBootstrap(contentType): boolean
 *   applyBootstrap(push: BootstrapPush): BootstrapOutcome
 *   accountsIn(root): readonly PlacedAccount[]   — the accounts of a tree, wherever their DMAcc stands
 */
export { PIN_ATTEMPTS, type BootstrapOutcome, type BootstrapPush } from "./bootstrap.ts";
export { applyBootstrap, isBootstrap } from "./apply.ts";
export { accountsIn } from "./accounts-in.ts";
