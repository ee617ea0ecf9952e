import { Button } from "@mantine/core";
import type { RunView } from "../../../simulator/api/index.ts";
import { Banner } from "../../shared/widgets/banner.tsx";
import { ControlIcon } from "../../shared/widgets/icons.tsx";
import { VerdictMark, VerdictWord } from "../../shared/widgets/verdict.tsx";
import { keyHint } from "../../state/keymap.ts";
import { backToLive, choose } from "../../state/run-actions.ts";

/** Where the flow was refused, by whom and why. */
export function RefusalBanner({ run }: { readonly run: RunView }) {
  const { refusal } = run;
  if (refusal === undefined) return null;
  const { message } = refusal;
  return (
    <div data-testid="refusal">
      <Banner
        tone="fail"
        mark={<VerdictMark verdict="fail" />}
        role="alert"
        actions={
          message === undefined ? undefined : (
            <Button
              onClick={() => {
                choose(run.id, message);
              }}
            >
              Show message {message}
            </Button>
          )
        }
      >
        <b className="strong">
          Refused at {refusal.step} by {refusal.party}.
        </b>{" "}
        {refusal.reason}
      </Banner>
    </div>
  );
}

/** Says that the picture is of the past. */
export function PastBanner({ run, at }: { readonly run: string; readonly at: number }) {
  return (
    <Banner
      tone="plain"
      mark={<ControlIcon name="back" />}
      actions={
        <Button
          onClick={() => {
            backToLive(run);
          }}
        >
          Back to live <kbd>{keyHint("live")}</kbd>
        </Button>
      }
    >
      <b className="strong">View of the past</b>, as of message {at}. The run itself stands where it stood.
    </Banner>
  );
}

const endTones = { pass: "pass", fail: "fail", error: "fail", inconclusive: "warn", none: "plain" } as const;

/** How the run ended, in a few sentences, and what to do now. */
export function EndBanner({
  run,
  onRepeat,
  onClose,
}: {
  readonly run: RunView;
  readonly onRepeat: (paused: boolean) => void;
  readonly onClose: () => void;
}) {
  return (
    <div data-testid="end">
      <Banner
        tone={endTones[run.verdict]}
        actions={
          <>
            {run.scenario !== undefined && (
              <>
                <Button
                  variant="filled"
                  onClick={() => {
                    onRepeat(true);
                  }}
                >
                  Play again step by step
                </Button>
                <Button
                  onClick={() => {
                    onRepeat(false);
                  }}
                >
                  Run again
                </Button>
              </>
            )}
            <Button variant="subtle" onClick={onClose}>
              Close
            </Button>
          </>
        }
      >
        {run.state === "aborted" ? (
          <b className="strong">Aborted. </b>
        ) : (
          <VerdictWord verdict={run.verdict} boxed />
        )}{" "}
        {run.reason !== undefined && <b className="strong">{run.reason} </b>}
        {run.story.map((sentence) => (
          <span key={sentence}>{sentence} </span>
        ))}
      </Banner>
    </div>
  );
}
