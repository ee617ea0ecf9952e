import type { ExternalSystemView, PoliciesView, RegistrationView } from "../../api/index.ts";
import {
  policyRules,
  type DmServerView,
  type ExternalSystemPolicy,
  type KnownExternalSystem,
} from "../../roles/dm-server/index.ts";
import { optionally } from "../optionally.ts";
import { policyChoices } from "./choices.ts";
import { policyView } from "./policy-form.ts";

type Registration = ReturnType<DmServerView["registrations"]> extends Iterable<infer R> ? R : never;

/** Rights of one that is not known yet. */
const nothing: ExternalSystemPolicy = {
  managementDomain: "operator",
  operations: [],
  devices: [],
  subtrees: [],
  alertTypes: [],
  quota: { requestsPerMinute: 1, devicesPerBulk: 1, outstandingOperations: 1 },
};

/** The External Systems of a DM server as the page shows them. */
export function policiesView(
  view: DmServerView,
  servers: readonly string[],
  over: string | undefined,
): PoliciesView {
  const registrations = new Map<string, Registration>();
  const pending: Registration[] = [];
  for (const registration of view.registrations()) {
    if (registration.state === "awaiting-approval") pending.push(registration);
    else if (isActive(registration)) registrations.set(registration.owner, registration);
  }
  let devices = 0;
  const groups = new Set<string>();
  for (const device of view.devices()) {
    devices++;
    for (const group of device.groups) groups.add(group);
  }
  return {
    server: view.id,
    servers: [...servers],
    externalSystems: [
      ...Array.from(view.externalSystems(), (system) => known(system, registrations.get(system.id), view)),
      ...pending.map((registration) => waiting(registration)),
    ],
    refusals: view.activity
      .refusals()
      .map(({ at, externalSystem, operation, reason, messageId, exchange }) => ({
        at,
        externalSystem,
        operation,
        reason,
        exchange,
        ...optionally("messageId", messageId),
      })),
    devices,
    choices: policyChoices([...groups].sort()),
    ...optionally("over", over),
  };
}

/** Devices of a DM server within a policy. */
export function devicesWithin(policy: ExternalSystemPolicy, view: DmServerView): number {
  const { device: judge } = policyRules(policy);
  let count = 0;
  for (const device of view.devices()) if (judge(device).granted) count++;
  return count;
}

function known(
  system: KnownExternalSystem,
  registration: Registration | undefined,
  view: DmServerView,
): ExternalSystemView {
  const { id, name, kind, origin, credentials, policy, configuredPolicy } = system;
  const { granted, refused } = view.activity.counts(id);
  return {
    id,
    name,
    kind,
    origin,
    credentials: [...credentials],
    policy: policyView(policy),
    ...optionally("configuredPolicy", configuredPolicy && policyView(configuredPolicy)),
    ...optionally("registration", registration && registrationView(registration)),
    devices: devicesWithin(policy, view),
    outstanding: view.outstanding(id),
    granted,
    refused,
  };
}

function waiting(registration: Registration): ExternalSystemView {
  const { owner, name, kind, managementDomain, selfRegistered } = registration;
  return {
    id: owner,
    name,
    kind: kind as ExternalSystemView["kind"], // one of the values of the schema
    origin: "pending",
    credentials: selfRegistered ? [{ scheme: selfRegistered.scheme, holder: selfRegistered.username }] : [],
    policy: policyView({ ...nothing, managementDomain }),
    registration: registrationView(registration),
    devices: 0,
    outstanding: 0,
    granted: 0,
    refused: 0,
  };
}

function isActive({ state }: Registration): boolean {
  return state !== "rejected" && state !== "deregistered" && state !== "expired";
}

function registrationView(registration: Registration): RegistrationView {
  const { registrationId, state, endpoint, credentials, paused, registeredAt, expiresAt } = registration;
  return {
    registrationId,
    state,
    ...optionally("endpoint", endpoint),
    ...optionally("callbackScheme", credentials?.scheme),
    ...optionally("paused", paused && { since: paused.since, ...optionally("status", paused.status) }),
    registeredAt,
    ...optionally("expiresAt", expiresAt),
    grantedOperations: [...registration.grantedOperations],
    grantedAlertTypes: [...registration.grantedAlertTypes],
  };
}
