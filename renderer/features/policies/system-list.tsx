import { Button, NativeSelect } from "@mantine/core";
import type { KeyboardEvent } from "react";
import type { ExternalSystemView, PoliciesView } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { formatCount } from "../../shared/format/count.ts";
import { Badge } from "../../shared/widgets/badge.tsx";
import { Banner } from "../../shared/widgets/banner.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { Pane, PaneBar, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { policiesUi, showPolicyDialog, usePoliciesUi } from "../../state/policies-ui.ts";
import { tellPolicy, type PoliciesPlace } from "../../state/policy-actions.tsx";
import { schemeName } from "./words.ts";
import styles from "./policies.module.css";

/** The role of every entry of the list. */
const EXTERNAL_SYSTEM = "external-system";

/** The External Systems, and those that wait for a person. */
export function SystemList({
  place,
  view,
  chosen,
}: {
  readonly place: PoliciesPlace;
  readonly view: PoliciesView;
  readonly chosen: string | undefined;
}) {
  const { drafts } = usePoliciesUi(place.run);
  const systems = view.externalSystems;
  const pending = systems.filter(({ origin }) => origin === "pending");
  const choose = (id: string) => {
    policiesUi(place.run).update((now) => ({ ...now, system: id }));
  };
  const move = (event: KeyboardEvent) => {
    const at = systems.findIndex(({ id }) => id === chosen);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: systems.length - 1 }[event.key];
    const system = next === undefined ? undefined : systems[next];
    if (system === undefined) return;
    event.preventDefault();
    choose(system.id);
    document.getElementById(optionId(system.id))?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Pane label="External Systems">
      <PaneHead title="External Systems" about={formatCount(systems.length)} />
      {view.servers.length > 1 && (
        <PaneBar quiet>
          <label htmlFor="policies-server">of DM server</label>
          <NativeSelect
            id="policies-server"
            className="grow"
            value={view.server}
            data={view.servers}
            onChange={({ currentTarget }) => {
              policiesUi(place.run).update((now) => ({
                ...now,
                server: currentTarget.value,
                system: undefined,
                drafts: {},
              }));
            }}
          />
        </PaneBar>
      )}
      <div className="scroll grow">
        {systems.length === 0 ? (
          <Empty>Nobody may use the web service interface.</Empty>
        ) : (
          <div
            className={styles.systems}
            role="listbox"
            aria-label="External Systems"
            aria-activedescendant={chosen === undefined ? undefined : optionId(chosen)}
            tabIndex={0}
            data-keys="list"
            data-pane-focus
            onKeyDown={move}
          >
            {systems.map((system) => (
              <button
                type="button"
                tabIndex={-1}
                key={system.id}
                id={optionId(system.id)}
                role="option"
                aria-selected={system.id === chosen}
                className={styles.system}
                onClick={() => {
                  choose(system.id);
                }}
              >
                <span className={styles.systemName}>
                  <RoleGlyph role={EXTERNAL_SYSTEM} />
                  <b className="clip">{system.id}</b>
                  <span className="grow" />
                  <StateBadge system={system} edited={drafts[system.id] !== undefined} />
                </span>
                <span className={classNames("caption", "clip", styles.systemAbout)}>
                  {[
                    system.kind,
                    system.policy.managementDomain,
                    ...new Set(system.credentials.map(({ scheme }) => schemeName(scheme))),
                  ].join(", ")}
                </span>
              </button>
            ))}
          </div>
        )}
        {pending.map((system) => (
          <Pending key={system.id} place={place} system={system} over={view.over} />
        ))}
        <Decisions system={systems.find(({ id }) => id === chosen)} />
      </div>
      <div className={styles.foot}>
        <Button
          disabled={view.over !== undefined}
          title={view.over}
          onClick={() => {
            showPolicyDialog(place.run, { name: "add" });
          }}
        >
          Add…
        </Button>
      </div>
    </Pane>
  );
}

function optionId(system: string): string {
  return `policy-system-${system}`;
}

function StateBadge({ system, edited }: { readonly system: ExternalSystemView; readonly edited: boolean }) {
  const { origin, registration } = system;
  if (edited) return <Badge badge={{ text: "edited", tone: "warn", title: "Changed and not saved" }} />;
  if (origin === "pending")
    return <Badge badge={{ text: "pending", tone: "held", title: "Waits for a person, without rights" }} />;
  if (registration === undefined)
    return <Badge badge={{ text: "not registered", tone: "plain", title: "It can call and is polled" }} />;
  if (registration.paused !== undefined)
    return (
      <Badge badge={{ text: "paused", tone: "held", title: "Nothing is sent to its callback endpoint" }} />
    );
  return <Badge badge={{ text: registration.state, tone: "plain", title: registration.registrationId }} />;
}

function Pending({
  place,
  system,
  over,
}: {
  readonly place: PoliciesPlace;
  readonly system: ExternalSystemView;
  readonly over: string | undefined;
}) {
  const { registration, name, id, credentials } = system;
  if (registration === undefined) return null;
  const decide = (approve: boolean) => {
    void tellPolicy(
      place,
      { name: "decideRegistration", registrationId: registration.registrationId, approve },
      approve ? `${name} was approved.` : `${name} was refused.`,
    );
  };
  return (
    <div className={styles.pending}>
      <Banner tone="held" role="note">
        <b>{name} registered itself</b> as {credentials[0]?.holder ?? id}. It has no rights until a person
        approves it.
        {registration.endpoint !== undefined && (
          <>
            {" "}
            Its endpoint: <span className="data">{registration.endpoint}</span>
          </>
        )}
      </Banner>
      <span className={styles.buttons}>
        <Button
          disabled={over !== undefined}
          onClick={() => {
            decide(true);
          }}
        >
          Approve
        </Button>
        <Button
          variant="subtle"
          disabled={over !== undefined}
          onClick={() => {
            decide(false);
          }}
        >
          Refuse
        </Button>
      </span>
    </div>
  );
}

function Decisions({ system }: { readonly system: ExternalSystemView | undefined }) {
  if (system === undefined || system.origin === "pending") return null;
  return (
    <section aria-label="Decisions">
      <SectionCaption aside="since the start">Decisions</SectionCaption>
      <dl className={styles.counts}>
        <dt>granted</dt>
        <dd className="data">{formatCount(system.granted)}</dd>
        <dt>refused</dt>
        <dd className="data">{formatCount(system.refused)}</dd>
        <dt>unfinished operations</dt>
        <dd className="data">{formatCount(system.outstanding)}</dd>
      </dl>
    </section>
  );
}
