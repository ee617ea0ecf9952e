import { Button, UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { RecipientView } from "../../../simulator/api/index.ts";
import { classNames } from "../../shared/class-names.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatDuration } from "../../shared/format/clock.ts";
import { Banner } from "../../shared/widgets/banner.tsx";
import { WarningMark } from "../../shared/widgets/badge.tsx";
import { CopyButton } from "../../shared/widgets/copy-button.tsx";
import { Empty } from "../../shared/widgets/empty.tsx";
import { RoleGlyph } from "../../shared/widgets/glyph.tsx";
import { Pane, PaneHead, SectionCaption } from "../../shared/widgets/pane.tsx";
import { ScrollRegion } from "../../shared/widgets/scroll-region.tsx";
import { pauseRecipient, resumeRecipient, tryNow } from "../../state/callback-actions.tsx";
import { RecipientMark, timeOfDay } from "./marks.tsx";
import styles from "./callbacks.module.css";

const SYSTEM = "external-system";

/** Who is told, where, and how it stands with each. */
export function Recipients({
  run,
  recipients,
  chosen,
  over,
  onChoose,
}: {
  readonly run: string;
  readonly recipients: readonly RecipientView[];
  readonly chosen: string | undefined;
  readonly over: string | undefined;
  readonly onChoose: (registrationId: string | undefined) => void;
}) {
  const navigate = useNavigate();
  return (
    <Pane label="Recipients" className={styles.recipients}>
      <PaneHead title="Recipients" about={recipients.length} />
      <ScrollRegion label="Recipients and rules" className="grow">
        {recipients.length === 0 && (
          <Empty actions={<Button onClick={() => void navigate({ to: "/" })}>Choose what to run</Button>}>
            <b>Nobody has registered a callback endpoint yet.</b> A recipient appears with
            RegisterExternalSystem.
          </Empty>
        )}
        <ul className={styles.recipientList}>
          {recipients.map((recipient) => (
            <li
              key={recipient.registrationId}
              className={styles.recipient}
              data-chosen={recipient.registrationId === chosen || undefined}
            >
              <UnstyledButton
                className={styles.recipientName}
                aria-pressed={recipient.registrationId === chosen}
                title={recipient.about}
                onClick={() => {
                  onChoose(recipient.registrationId === chosen ? undefined : recipient.registrationId);
                }}
              >
                <RoleGlyph role={SYSTEM} />
                <b className="strong clip">{recipient.name}</b>
                <span className="grow" />
                <RecipientMark recipient={recipient} />
              </UnstyledButton>
              {recipient.endpoint !== undefined && (
                <div className={styles.endpoint}>
                  <span className="data clip" title={recipient.endpoint}>
                    {recipient.endpoint.replace(/^http:\/\//, "")}
                  </span>
                  <CopyButton text={recipient.endpoint} label="Copy the endpoint" />
                </div>
              )}
              <div className={classNames(styles.standing, "caption")}>{standingOf(recipient)}</div>
              <Attention run={run} recipient={recipient} over={over} />
            </li>
          ))}
        </ul>
        <SectionCaption>Rules of delivery</SectionCaption>
        <p className={styles.rules}>
          In order within a stream, streams side by side, at least once. Tried again: no answer, 408, 429, 5xx
          without a fault, Server fault. 401 and 403 pause the recipient. Other 4xx and Client faults: dead
          letter; the stream goes on.
        </p>
      </ScrollRegion>
    </Pane>
  );
}

function Attention({
  run,
  recipient,
  over,
}: {
  readonly run: string;
  readonly recipient: RecipientView;
  readonly over: string | undefined;
}) {
  const { registrationId, state, queued, about, name, byHand } = recipient;
  const place = { run, registrationId };
  const off = { disabled: over !== undefined, title: over };
  if (state === "paused" || state === "silent")
    return (
      <div className={styles.attention}>
        <Banner tone={byHand ? "plain" : "held"} mark={<WarningMark />} role="note">
          <b className="strong">
            {name} {state === "paused" ? "is paused." : "does not answer."}
          </b>{" "}
          {about} {queued > 0 && `${formatCount(queued)} waiting.`}
        </Banner>
        <Button
          {...off}
          onClick={() => void (state === "paused" ? resumeRecipient(place) : tryNow(place))}
          aria-label={state === "paused" ? `Resume ${name}` : `Try ${name} now`}
        >
          {state === "paused" ? "Resume" : "Try now"}
        </Button>
        {state === "silent" && (
          <Button {...off} variant="subtle" onClick={() => void pauseRecipient(place)}>
            Pause
          </Button>
        )}
      </div>
    );
  if (state !== "open" && state !== "unconfirmed") return undefined;
  return (
    <div className={styles.recipientActions}>
      {state === "unconfirmed" && <p className="caption">{about}</p>}
      <Button
        {...off}
        variant="subtle"
        aria-label={`Pause ${name}`}
        onClick={() => void pauseRecipient(place)}
      >
        Pause
      </Button>
    </div>
  );
}

function standingOf({ delivered, dead, queued, inFlight, last }: RecipientView): string {
  const waiting = queued - inFlight;
  const parts = [`${formatCount(delivered)} delivered`];
  if (waiting > 0) parts.push(`${formatCount(waiting)} waiting`);
  if (dead > 0) parts.push(`${formatCount(dead)} dead`);
  if (last !== undefined)
    parts.push(
      last.reason === "delivered"
        ? `answers in ${formatDuration(last.took)}`
        : `${last.status ?? "no answer"} at ${timeOfDay(last.at)}`,
    );
  return parts.join(", ");
}
