/** The five verdicts of TTCN-3, from weak to strong. */
export const verdicts = ["none", "pass", "inconclusive", "fail", "error"] as const;
export type Verdict = (typeof verdicts)[number];

/** The stronger of two verdicts: a verdict never gets better. */
export function worse(a: Verdict, b: Verdict): Verdict {
  return verdicts.indexOf(a) >= verdicts.indexOf(b) ? a : b;
}
