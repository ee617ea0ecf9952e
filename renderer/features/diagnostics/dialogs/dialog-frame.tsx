import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { AskingSystem, DiagnosticsChoices, Draft } from "../../../../simulator/api/index.ts";
import { Banner } from "../../../shared/widgets/banner.tsx";
import { WarningMark } from "../../../shared/widgets/badge.tsx";
import { loadRequest } from "../../../state/console-ui.ts";
import { diagnosticsDialog } from "../../../state/diagnostics-ui.ts";
import { host, hostQueries } from "../../../state/host-client.ts";
import { CallOutcome } from "./call-outcome.tsx";
import { isOpen, sendingOf, type SentCall, useCall } from "./use-call.ts";
import styles from "./dialogs.module.css";

/** What the forms choose from; read again while the form is open. */
export function useChoices(run: string): DiagnosticsChoices | undefined {
  const { data } = useQuery(
    hostQueries.diagnostics.choices.queryOptions({ input: { run }, refetchInterval: 2000, retry: false }),
  );
  return data;
}

/** As which External System a form speaks. */
export function SystemField({
  run,
  systems,
  system,
  operation,
  onChange,
}: {
  readonly run: string;
  readonly systems: readonly AskingSystem[];
  readonly system: AskingSystem | undefined;
  /** What the form sends. */
  readonly operation: string;
  readonly onChange: (id: string) => void;
}) {
  return (
    <>
      <NativeSelect
        label="As which External System"
        value={system?.id ?? ""}
        data={systems.map(({ id, name, registered }) => ({
          value: id,
          label: `${id}, ${name}${registered ? "" : ", not registered"}`,
        }))}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      />
      {system === undefined && (
        <Banner tone="warn" mark={<WarningMark />} role="note">
          There is no External System of ours in this run.
        </Banner>
      )}
      {system?.refused.includes(operation) === true && (
        <Banner tone="warn" mark={<WarningMark />} role="note">
          Its policy does not grant {operation}: POL0200 would be the answer.
        </Banner>
      )}
      {system?.registered === false && <Registering run={run} system={system} />}
    </>
  );
}

/** An External System that nothing can be delivered to has to register first. */
function Registering({ run, system }: { readonly run: string; readonly system: AskingSystem }) {
  const call = useCall(run);
  const register = async () => {
    const draft = await host.console.example({ run, system: system.id, operation: "RegisterExternalSystem" });
    await call.send(system, draft);
  };
  return (
    <>
      <Banner
        tone="warn"
        mark={<WarningMark />}
        role="note"
        actions={
          <Button disabled={isOpen(call)} onClick={() => void register()}>
            Register it
          </Button>
        }
      >
        <b className="strong">{system.id} is not registered with a callback endpoint.</b> What it asks for
        could not be delivered.
      </Banner>
      {call.story?.fault !== undefined || call.refusal !== undefined ? (
        <CallOutcome run={run} call={call} />
      ) : null}
    </>
  );
}

/** The end of a form: what became of it, and what can be done. */
export function CallFoot({
  run,
  call,
  system,
  draft,
  action,
  unavailable,
  leave = "Close",
  children,
}: {
  readonly run: string;
  readonly call: SentCall;
  readonly system: AskingSystem | undefined;
  /** The request as the form stands. */
  readonly draft: Draft;
  /** Title of the button that sends. */
  readonly action: string;
  /** Why it cannot be sent as the form stands. */
  readonly unavailable: string | undefined;
  readonly leave?: string;
  readonly children?: ReactNode;
}) {
  const navigate = useNavigate();
  const why = unavailable ?? (system === undefined ? "There is nobody to send it." : undefined);
  return (
    <>
      <CallOutcome run={run} call={call} />
      {children}
      <div className={styles.foot}>
        <Button
          variant="subtle"
          disabled={system === undefined}
          title="The same request in the form of the console, where everything of it can be changed"
          onClick={() => {
            if (system === undefined) return;
            loadRequest(
              run,
              { operation: draft.name, sending: sendingOf(system), draft },
              { system: system.id },
            );
            diagnosticsDialog.set(undefined);
            void navigate({ to: "/console/$run", params: { run } });
          }}
        >
          Edit in the Console
        </Button>
        <span className="grow" />
        <Button
          onClick={() => {
            diagnosticsDialog.set(undefined);
          }}
        >
          {leave}
        </Button>
        <Button type="submit" variant="filled" disabled={why !== undefined || call.sending} title={why}>
          {action}
        </Button>
      </div>
    </>
  );
}
