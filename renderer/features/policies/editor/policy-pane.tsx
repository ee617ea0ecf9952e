import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import type { ExternalSystemView, PoliciesView, PolicyView } from "../../../../simulator/api/index.ts";
import { counted, formatCount } from "../../../shared/format/count.ts";
import { Banner } from "../../../shared/widgets/banner.tsx";
import { Pane, PaneHead } from "../../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../../shared/widgets/scroll-region.tsx";
import { VerdictMark } from "../../../shared/widgets/verdict.tsx";
import { hostQueries } from "../../../state/host-client.ts";
import { keyHint } from "../../../state/keymap.ts";
import {
  currentPolicies,
  setDraftPolicy,
  showPolicyDialog,
  usePoliciesUi,
} from "../../../state/policies-ui.ts";
import { named, tellPolicy, type PoliciesPlace } from "../../../state/policy-actions.tsx";
import { litRule } from "../lit-rule.ts";
import { Refusals } from "../refusals.tsx";
import { useStore } from "../../../state/store.ts";
import { Credentials } from "./credentials.tsx";
import { EntryList } from "./entry-list.tsx";
import { OperationChecklist } from "./operation-checklist.tsx";
import { isSamePolicy } from "./policy-rows.ts";
import { QuotaFields } from "./quota-fields.tsx";
import { SubtreeTable } from "./subtree-table.tsx";
import styles from "../policies.module.css";

/** The policy of one External System, under edit. */
export function PolicyPane({
  place,
  view,
  system,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
  readonly system: ExternalSystemView;
}) {
  const { run } = place;
  const { id } = system;
  const draft = usePoliciesUi(run).drafts[id];
  const lit = useStore(litRule);
  const policy = draft ?? system.policy;
  const isPending = system.origin === "pending";
  const fixed = view.over !== undefined || isPending;
  const { data: check } = useQuery({
    ...hostQueries.policies.check.queryOptions({
      input: { ...named(place), externalSystem: id, policy },
      enabled: draft !== undefined && !isPending,
      retry: false,
    }),
    placeholderData: keepPreviousData,
  });
  const findings = draft === undefined ? [] : (check?.findings ?? []);
  const change = (part: Partial<PolicyView>) => {
    const next = { ...policy, ...part };
    setDraftPolicy(run, id, isSamePolicy(next, system.policy) ? undefined : next);
  };
  const unsavable =
    draft === undefined
      ? "Nothing was changed."
      : findings.length > 0
        ? "Something in the policy cannot be meant."
        : view.over;
  const { server } = place;
  const save = useCallback(() => {
    if (draft === undefined || unsavable !== undefined) return;
    void tellPolicy(
      { run, server },
      { name: "setPolicy", externalSystem: id, policy: draft },
      `The policy of ${id} is in force.`,
    ).then((done) => {
      if (done) setDraftPolicy(run, id, undefined);
    });
  }, [run, server, id, draft, unsavable]);
  useEffect(() => {
    currentPolicies.set({ unsavable, save });
    return () => {
      currentPolicies.set(undefined);
    };
  }, [unsavable, save]);
  return (
    <Pane label="Policy">
      <PaneHead
        title={id}
        level={1}
        about={draft === undefined ? aboutSystem(system) : "policy, changed, not saved"}
      >
        {system.configuredPolicy !== undefined && draft === undefined && (
          <Button
            variant="subtle"
            disabled={fixed}
            onClick={() =>
              void tellPolicy(
                place,
                { name: "resetPolicy", externalSystem: id },
                `${id} has the policy of the configuration again.`,
              )
            }
          >
            As configured
          </Button>
        )}
        <Button
          variant="subtle"
          disabled={draft === undefined}
          onClick={() => {
            setDraftPolicy(run, id, undefined);
          }}
        >
          Revert
        </Button>
        <Button variant="filled" disabled={unsavable !== undefined} title={unsavable} onClick={save}>
          Save <kbd className={styles.hint}>{keyHint("savePolicy")}</kbd>
        </Button>
      </PaneHead>
      <ScrollRegion label={`Policy of ${id}`} className="grow">
        {draft !== undefined && check !== undefined && <WhatWouldChange check={check} />}
        <div className={styles.facts}>
          <div>
            <div className={styles.field}>
              <span className={styles.term}>name, kind</span>
              <span className="clip">
                {system.name}, {system.kind}
              </span>
              <Button
                variant="subtle"
                disabled={fixed}
                onClick={() => {
                  showPolicyDialog(run, { name: "describe", system: id });
                }}
              >
                Change…
              </Button>
            </div>
            <div className={styles.field}>
              <label htmlFor="policy-domain" className={styles.term}>
                domain
              </label>
              <NativeSelect
                id="policy-domain"
                disabled={fixed}
                value={policy.managementDomain}
                data={view.choices.managementDomains}
                onChange={({ currentTarget }) => {
                  change({ managementDomain: currentTarget.value });
                }}
              />
            </div>
            <EntryList
              label="devices"
              path="devices"
              entries={policy.devices}
              placeholder="id, prefix*, group:NAME"
              suggestions={["*", ...view.choices.groups.map((group) => `group:${group}`)]}
              findings={findings}
              fixed={fixed}
              note={`${formatCount(draft === undefined ? system.devices : (check?.devices ?? system.devices))} of ${formatCount(view.devices)} match now`}
              onChange={(devices) => {
                change({ devices });
              }}
            />
          </div>
          <div>
            <QuotaFields
              quota={policy.quota}
              outstanding={system.outstanding}
              findings={findings}
              fixed={fixed}
              onChange={(quota) => {
                change({ quota });
              }}
            />
            <Credentials place={place} system={system} fixed={fixed} />
          </div>
        </div>
        <OperationChecklist
          operations={policy.operations}
          choices={view.choices}
          fixed={fixed}
          onChange={(operations) => {
            change({ operations });
          }}
        />
        <SubtreeTable
          policy={policy}
          choices={view.choices}
          findings={findings}
          fixed={fixed}
          edited={draft !== undefined}
          lit={lit}
          onChange={(subtrees) => {
            change({ subtrees });
          }}
        />
        <div className={styles.facts}>
          <EntryList
            label="alert types"
            path="alertTypes"
            entries={policy.alertTypes}
            placeholder="urn:oma:at:*"
            findings={findings}
            fixed={fixed}
            onChange={(alertTypes) => {
              change({ alertTypes });
            }}
          />
          <EntryList
            label="may deliver to it"
            path="acceptsAlertsFrom"
            entries={policy.acceptsAlertsFrom}
            placeholder="External System"
            suggestions={view.externalSystems.map((other) => other.id).filter((other) => other !== id)}
            findings={findings}
            fixed={fixed}
            onChange={(acceptsAlertsFrom) => {
              change({ acceptsAlertsFrom });
            }}
          />
        </div>
        <Refusals run={run} refusals={view.refusals} system={id} />
      </ScrollRegion>
    </Pane>
  );
}

function aboutSystem({ origin, configuredPolicy, registration }: ExternalSystemView): string {
  const from = {
    configuration:
      configuredPolicy === undefined ? "as configured" : "policy changed since the configuration",
    added: "added here",
    "self-registered": "registered itself",
    pending: "waits for approval, without rights",
  }[origin];
  return registration === undefined ? from : `${from}, registration ${registration.registrationId}`;
}

function WhatWouldChange({
  check,
}: {
  readonly check: {
    readonly findings: readonly unknown[];
    readonly changes: readonly string[];
    readonly replayed: {
      readonly total: number;
      readonly refused: number;
      readonly stopped: number;
      readonly examples: readonly { readonly reason: string }[];
    };
  };
}) {
  const { findings, changes, replayed } = check;
  const tone = findings.length > 0 ? "fail" : replayed.refused > 0 ? "warn" : "plain";
  return (
    <Banner tone={tone} mark={findings.length > 0 ? <VerdictMark verdict="fail" /> : undefined}>
      {findings.length > 0 && <b>{counted(findings.length, "entry", "entries")} cannot be meant. </b>}
      {changes.join(" ")}{" "}
      {replayed.total > 0 &&
        (replayed.refused === 0
          ? `${replayed.total === 1 ? "The kept operation stays" : `All ${formatCount(replayed.total)} kept operations stay`} granted.`
          : `Of ${counted(replayed.total, "kept operation")} ${formatCount(replayed.refused)} would be refused, ${formatCount(replayed.stopped)} of them unfinished. ${replayed.examples[0]?.reason ?? ""}`)}
    </Banner>
  );
}
