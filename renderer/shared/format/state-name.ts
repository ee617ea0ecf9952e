/** A machine's state as words: `awaitingPackage1` and `awaiting-package-1` are "awaiting package 1". */
export function stateName(state: string): string {
  return state
    .replaceAll(/([a-z])([A-Z0-9])/g, "$1 $2")
    .replaceAll(/[-_.]+/g, " ")
    .toLowerCase();
}
