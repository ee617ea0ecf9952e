import type { Finding } from "../../core/finding.ts";
import { spec } from "../../core/spec-ref.ts";
import { actionOf, OUTCOME_RELATIONSHIP, type CallbackName } from "../../protocols/wsi/index.ts";
import type { Addressing } from "../../protocols/soap/index.ts";

const ref = spec("wsi-contract", "2 Asynchrony, WS-Addressing");

/**
 * What is wrong with the WS-Addressing headers of a callback: Action, MessageID, and RelatesTo the MessageID of the
 * request. `requested` is that MessageID, null when the request had none, undefined when nothing is known of it.
 */
export function checkAddressing(
  name: CallbackName,
  addressing: Addressing | undefined,
  requested: string | null | undefined,
): readonly Finding[] {
  if (!addressing) return [warning("callback/no-addressing", `${name} has no WS-Addressing headers.`)];
  const findings: Finding[] = [];
  const { action, messageId, relatesTo } = addressing;
  if (action !== actionOf(name))
    findings.push(
      warning("callback/action", `wsa:Action of ${name} is ${action.slice(0, 120)}, not ${actionOf(name)}.`),
    );
  if (messageId === undefined) findings.push(warning("callback/message-id", `${name} has no wsa:MessageID.`));
  const outcomes = relatesTo.filter(({ relationship }) => relationship === OUTCOME_RELATIONSHIP);
  if (requested === null && relatesTo.length > 0)
    findings.push(
      warning("callback/relates-to", `${name} relates to a message, and the request had no wsa:MessageID.`),
    );
  if (typeof requested === "string" && !outcomes.some((related) => related.messageId === requested))
    findings.push(
      warning("callback/relates-to", `${name} does not relate to the request ${requested} as its outcome.`),
    );
  return findings;
}

/** A repeated delivery whose MessageID is another. */
export function checkRepetition(
  name: CallbackName,
  first: string | undefined,
  now: string | undefined,
): readonly Finding[] {
  if (first === undefined || first === now) return [];
  return [
    warning(
      "callback/message-id",
      `${name} is repeated with wsa:MessageID ${now ?? "none"}; the first time it was ${first}.`,
    ),
  ];
}

function warning(code: string, text: string): Finding {
  return { severity: "warning", code, text, spec: ref };
}
