import type { CredentialScheme } from "../../../simulator/api/index.ts";

const schemes: Readonly<Record<CredentialScheme, string>> = {
  basic: "Basic",
  "username-token-text": "UsernameToken text",
  "username-token-digest": "UsernameToken digest",
  "mutual-tls": "mutual TLS",
};

/** A scheme as people call it. */
export function schemeName(scheme: CredentialScheme): string {
  return schemes[scheme];
}

const DAY = 86_400_000;

/** How long something lasts: `in 9 days`, `in 3 months`, `in 9 years`, `ended`. */
export function endsIn(date: number, now: number): string {
  const days = Math.floor((date - now) / DAY);
  if (days < 0) return "ended";
  if (days < 60) return `in ${days} ${days === 1 ? "day" : "days"}`;
  return days < 730 ? `in ${Math.round(days / 30)} months` : `in ${Math.floor(days / 365)} years`;
}

/** True when it ends within a month. */
export function endsSoon(date: number, now: number): boolean {
  return date - now < 30 * DAY;
}
