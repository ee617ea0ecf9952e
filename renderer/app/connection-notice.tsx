import { Button } from "@mantine/core";
import { Banner } from "../shared/widgets/banner.tsx";
import { VerdictMark } from "../shared/widgets/verdict.tsx";
import { connect, hostLink } from "../state/host-link.ts";
import { problem } from "../state/problem.ts";
import { useStore } from "../state/store.ts";

/** What is wrong between page and host, and what to do; also what went wrong with the last command. */
export function ConnectionNotice() {
  const link = useStore(hostLink);
  const sentence = useStore(problem);
  const again = (
    <Button variant="filled" onClick={() => void connect()}>
      {link.phase === "stopped" ? "Start again" : "Try now"}
    </Button>
  );
  return (
    <>
      {link.phase === "lost" && link.tries > 1 && (
        <Banner tone="held" actions={again} role="status">
          <b className="strong">The host does not answer.</b> It has ended or is being restarted; this page
          connects again by itself. What was journalled to disk is not lost.
        </Banner>
      )}
      {link.phase === "stopped" && (
        <Banner tone="fail" mark={<VerdictMark verdict="fail" />} actions={again} role="alert">
          <b className="strong">The simulator process has ended</b> (code {link.code}). What was journalled to
          disk is not lost; what was running is.
        </Banner>
      )}
      {link.phase === "refused" && (
        <Banner tone="fail" mark={<VerdictMark verdict="fail" />} role="alert">
          <b className="strong">{link.reason}</b> Open the address that <code>dmwsi serve</code> printed when
          it started: it ends in <code>#token=…</code> and is new for every start.
        </Banner>
      )}
      {sentence !== undefined && (
        <Banner
          tone="fail"
          mark={<VerdictMark verdict="fail" />}
          role="alert"
          actions={
            <Button
              variant="subtle"
              onClick={() => {
                problem.set(undefined);
              }}
            >
              Dismiss
            </Button>
          }
        >
          {sentence}
        </Banner>
      )}
    </>
  );
}
