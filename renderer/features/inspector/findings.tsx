import type { FindingView } from "../../../simulator/api/index.ts";
import { WarningMark } from "../../shared/widgets/badge.tsx";
import { Banner } from "../../shared/widgets/banner.tsx";
import { VerdictMark } from "../../shared/widgets/verdict.tsx";

/** What was found wrong, each with its place in the specification. */
export function Findings({ findings }: { readonly findings: readonly FindingView[] }) {
  return findings.map((finding) => (
    <Banner
      key={`${finding.code} ${finding.path ?? ""} ${finding.range?.start ?? ""}`}
      tone={finding.severity === "error" ? "fail" : finding.severity === "warning" ? "warn" : "plain"}
      mark={finding.severity === "error" ? <VerdictMark verdict="fail" /> : <WarningMark />}
      role="note"
    >
      <span className="strong">{finding.text}</span>
      {finding.spec !== undefined && <span className="muted"> {finding.spec}</span>}
    </Banner>
  ));
}
