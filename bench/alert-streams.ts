/** External Systems of the benchmark `alerts`, and subscriptions of each. */
export const ALERT_SYSTEMS = 10;
export const SUBSCRIPTIONS_EACH = 100;
const SUBSCRIPTIONS = ALERT_SYSTEMS * SUBSCRIPTIONS_EACH;

/** Group that all devices of the benchmark are in. */
export const ALERT_GROUP = "fleet";

/** What a subscription of the benchmark asks for, one in three of each kind. */
export interface WantedAlerts {
  readonly alertType: readonly string[];
  readonly parameter: readonly string[];
  readonly group: readonly string[];
}

/** Subscription number `index`: one alert type of all devices, of a group, or a prefix with one parameter. */
export function wantedBy(index: number): WantedAlerts {
  const type = `urn:example:at:event-${index}:1.0`;
  switch (index % 3) {
    case 0:
      return { alertType: [type], parameter: [], group: [] };
    case 1:
      return { alertType: [type], parameter: [], group: [ALERT_GROUP] };
    default:
      return { alertType: [`urn:example:at:event-${index}:*`], parameter: ["./Vendor/Readings"], group: [] };
  }
}

/** Type of an alert that exactly one of the subscriptions is about. */
export function alertTypeOf(alert: number): string {
  return `urn:example:at:event-${alert % SUBSCRIPTIONS}:1.0`;
}
