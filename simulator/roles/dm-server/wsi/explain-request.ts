import type { DeviceSelector, OperationName } from "../../../protocols/wsi/index.ts";
import type { ExternalSystemPolicy } from "../options.ts";
import type { DeviceRecord } from "../inventory/device-record.ts";
import type { PolicyDecision, TreeAccess } from "./policy-port.ts";
import { createPolicy } from "./policy.ts";
import type { RequestQuota } from "./request-quota.ts";
import type { Room } from "./room.ts";
import { filterTest } from "./selection.ts";

/** A request that might be made; who makes it is taken to be authenticated. */
export interface RequestQuestion {
  readonly externalSystem: string;
  readonly operation: OperationName;
  readonly deviceIds: readonly string[];
  /** Devices that are selected otherwise than by name. */
  readonly selector?: DeviceSelector | undefined;
  readonly accesses: readonly TreeAccess[];
  readonly alertTypes: readonly string[];
  readonly deliverTo?: string | undefined;
  /** A policy that is not in force yet. */
  readonly policy?: ExternalSystemPolicy | undefined;
}

/** How the request would be decided. */
export interface RequestExplanation {
  readonly granted: boolean;
  /** In their order, up to and with the first refusal. */
  readonly decisions: readonly PolicyDecision[];
  /** Devices that were named and are not known: SVC0004, which is no matter of policy. */
  readonly unknownDevices: readonly string[];
  /** Devices that the request would mean. */
  readonly devices: number;
}

/** Named devices for each of which a decision is shown. */
const SHOWN = 100;

/** Decides about a request as the endpoint would, without doing it. */
export function explainRequest(
  question: RequestQuestion,
  room: Room,
  quota: RequestQuota,
): RequestExplanation {
  const { externalSystem, operation, deviceIds, selector, accesses, alertTypes, deliverTo } = question;
  const { systems } = room;
  const policy = question.policy ?? systems.policy(externalSystem);
  if (!policy) {
    const rule = "there is no such External System";
    const made = { check: "external-system", granted: false, asked: externalSystem } as const;
    return {
      granted: false,
      decisions: [{ ...made, rule, compared: externalSystem, code: "POL0001" }],
      unknownDevices: [],
      devices: 0,
    };
  }
  const port = question.policy
    ? createPolicy((id) => (id === externalSystem ? policy : systems.policy(id)))
    : room.policy;
  const registration = room.registrations.active(externalSystem);
  // another policy changes what the registration is granted, too
  const granted =
    registration?.state !== "accepted"
      ? undefined
      : question.policy
        ? port.grantOperations(externalSystem, registration.requestedOperations)
        : registration.grantedOperations;
  const caller = { externalSystem, granted };
  const decisions: PolicyDecision[] = [];
  const answer = (unknownDevices: readonly string[], devices: number): RequestExplanation => ({
    granted: decisions.every((decision) => decision.granted) && unknownDevices.length === 0,
    decisions,
    unknownDevices,
    devices,
  });

  const { requestsPerMinute, devicesPerBulk, outstandingOperations } = policy.quota;
  const left = quota.left(externalSystem, requestsPerMinute);
  decisions.push(
    withinQuota("requests-per-minute", "requestsPerMinute", requestsPerMinute, left >= 1, {
      asked: "1 request",
      compared: `${Math.floor(left)} left`,
    }),
  );
  if (left < 1) return answer([], 0);

  const named = deviceIds.flatMap((id) => room.inventory.device(id) ?? []);
  const unknownDevices = deviceIds.filter((id) => !room.inventory.device(id));
  const judged = port.explain?.(caller, {
    operation,
    devices: named.slice(0, SHOWN),
    accesses,
    alertTypes,
    deliverTo,
  });
  decisions.push(...(judged ?? []));
  if (decisions.some((decision) => !decision.granted)) return answer(unknownDevices, named.length);

  const meant = new Set(named.map(({ deviceId }) => deviceId));
  if (selector)
    for (const device of room.inventory.devices())
      if (means(selector, device) && port.seesDevice(caller, device)) meant.add(device.deviceId);
  if (meant.size > 1 || selector) {
    const asked = `${meant.size} devices`;
    const within = meant.size <= devicesPerBulk;
    decisions.push(
      withinQuota("devices-per-bulk", "devicesPerBulk", devicesPerBulk, within, { asked, compared: asked }),
    );
    if (!within) return answer(unknownDevices, meant.size);
  }
  const outstanding = room.log.outstanding(externalSystem);
  decisions.push(
    withinQuota(
      "outstanding-operations",
      "outstandingOperations",
      outstandingOperations,
      outstanding < outstandingOperations,
      { asked: "1 more operation", compared: `${outstanding} unfinished` },
    ),
  );
  return answer(unknownDevices, meant.size);
}

function means(selector: DeviceSelector, device: DeviceRecord): boolean {
  return (
    selector.all === true ||
    device.groups.some((group) => selector.group.includes(group)) ||
    (selector.filter !== undefined && filterTest(selector.filter)(device))
  );
}

function withinQuota(
  check: PolicyDecision["check"],
  name: string,
  most: number,
  granted: boolean,
  said: Pick<PolicyDecision, "asked" | "compared">,
): PolicyDecision {
  const code = check === "devices-per-bulk" ? "POL0003" : "POL0203";
  return { check, granted, rule: `quota.${name}: ${most}`, ...said, ...(granted ? {} : { code }) };
}
