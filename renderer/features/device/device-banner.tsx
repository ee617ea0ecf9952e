import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { DeviceView } from "../../../simulator/api/index.ts";
import { Banner } from "../../shared/widgets/banner.tsx";
import { keyHint } from "../../state/keymap.ts";
import { type DevicePlace, openDialog } from "../../state/device-ui.ts";
import { Countdown } from "./countdown.tsx";
import { useOpenMessage } from "../../shared/journal/message-link.tsx";
import { SessionState } from "./session-state.tsx";

/** What needs somebody: a question that waits, a session that was refused, a world that is gone. */
export function DeviceBanner({
  place,
  device,
}: {
  readonly place: DevicePlace;
  readonly device: DeviceView;
}) {
  const navigate = useNavigate();
  const open = useOpenMessage(place.run);
  const { question, unavailable } = device;
  const [last] = device.sessions;
  return (
    <>
      {question !== undefined && (
        <div data-testid="question">
          <Banner
            tone="held"
            role="alert"
            actions={
              <>
                <Countdown question={question} />
                <Button
                  variant="filled"
                  onClick={() => {
                    openDialog(place, { name: "question" });
                  }}
                >
                  Answer… <kbd>{keyHint("answer")}</kbd>
                </Button>
              </>
            }
          >
            <b className="strong">The device asks its user:</b> {question.text}{" "}
            <span className="muted">(Alert {question.code})</span>
          </Banner>
        </div>
      )}
      {unavailable !== undefined && (
        <Banner
          tone="plain"
          actions={
            place.run === "live" ? undefined : (
              <Button onClick={() => void navigate({ to: "/devices/$run", params: { run: "live" } })}>
                Open the live devices
              </Button>
            )
          }
        >
          {unavailable}.
        </Banner>
      )}
      {last !== undefined && (last.outcome === "refused" || last.outcome === "aborted") && (
        <div data-testid="refused">
          <Banner
            tone="fail"
            mark={<SessionState outcome={last.outcome} />}
            actions={
              last.lastSeq === undefined ? undefined : (
                <Button
                  onClick={() => {
                    open(last.lastSeq ?? 0);
                  }}
                >
                  Open the ladder at {last.lastSeq}
                </Button>
              )
            }
          >
            <b className="strong">
              Session {last.sessionId} was {last.outcome}
              {last.reason === undefined ? "." : ": "}
            </b>
            {last.reason !== undefined && `${last.reason.replace(/\.+$/, "")}.`}
          </Banner>
        </div>
      )}
    </>
  );
}
