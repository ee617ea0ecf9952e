import type { PolicyDecisionView, PolicyExplanationView } from "../../api/index.ts";
import type { PolicyDecision, RequestExplanation } from "../../roles/dm-server/index.ts";

const titles: Readonly<Record<PolicyDecision["check"], string>> = {
  "external-system": "External System",
  "requests-per-minute": "Requests a minute",
  operation: "Operation",
  registration: "Registration",
  device: "Device",
  "devices-per-bulk": "Devices in a bulk",
  command: "Command",
  "alert-type": "Alert type",
  "alert-delivery": "Delivery of alerts",
  "outstanding-operations": "Unfinished operations",
};

/** The decisions as the page shows them, with the verdict as a sentence. */
export function explanationView(
  operation: string,
  { granted, decisions, unknownDevices, devices }: RequestExplanation,
): PolicyExplanationView {
  const last = decisions.at(-1);
  const refusal = last && !last.granted ? last : undefined;
  const [unknown] = unknownDevices;
  return {
    operation,
    granted,
    verdict: refusal
      ? refusedSentence(refusal)
      : unknown === undefined
        ? `Granted: ${decisions.length} decisions, none against it${devices > 1 ? `, for ${devices} devices` : ""}.`
        : `Refused: there is no device ${unknown}. That is no matter of policy.`,
    ...(refusal ? { code: refusal.code ?? "POL0001" } : unknown === undefined ? {} : { code: "SVC0004" }),
    decisions: decisions.map(decisionView),
    unknownDevices: [...unknownDevices],
  };
}

function refusedSentence({ check, asked, rule }: PolicyDecision): string {
  const whole = check === "command" ? " Nothing is carried out, the other commands neither." : "";
  return `Refused: ${titles[check].toLowerCase()} ${asked}. ${rule}.${whole}`;
}

function decisionView({ check, granted, asked, rule, compared, code }: PolicyDecision): PolicyDecisionView {
  return {
    check,
    title: titles[check],
    granted,
    asked,
    rule,
    compared,
    ...(code === undefined ? {} : { code }),
  };
}
