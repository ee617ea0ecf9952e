import { useQuery } from "@tanstack/react-query";
import { Badge } from "../../../shared/widgets/badge.tsx";
import { hostQueries } from "../../../state/host-client.ts";

/** Whether the policy would grant an alert type or a parameter, and by which rule; nothing is sent. */
export function GrantedWord({
  run,
  externalSystem,
  alertType,
  parameter,
}: {
  readonly run: string;
  readonly externalSystem: string;
  readonly alertType?: string;
  readonly parameter?: string;
}) {
  const { data } = useQuery(
    hostQueries.policies.explain.queryOptions({
      input: {
        run,
        externalSystem,
        question: {
          operation: "SubscribeAlerts",
          ...(alertType === undefined ? {} : { alertTypes: [alertType] }),
          ...(parameter === undefined ? {} : { commands: [{ kind: "get" as const, locUri: parameter }] }),
        },
      },
      retry: false,
    }),
  );
  const decision = data?.decisions.find(
    ({ check }) => check === (alertType === undefined ? "command" : "alert-type"),
  );
  if (decision === undefined) return null;
  const { granted, rule, code } = decision;
  const isNarrowed = granted && rule.includes("narrowed");
  return (
    <Badge
      badge={{
        text: !granted ? (code ?? "refused") : isNarrowed ? "narrowed" : "granted",
        tone: !granted ? "fail" : isNarrowed ? "warn" : "plain",
        title: rule,
      }}
    />
  );
}
