import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { ConsoleSystem, Draft, DraftCheck, Sending } from "../../../simulator/api/index.ts";
import { hostQueries } from "../../state/host-client.ts";

/** How long typing rests before the host checks the request, in milliseconds. */
const REST_MS = 120;

/** With what a request is sent until somebody chooses otherwise. */
export function usualSending(system: ConsoleSystem): Sending {
  return { soapVersion: system.soapVersion, credentials: { who: "own" }, addressing: { use: "default" } };
}

/** What the host says about the request as it is being written: a moment behind the typing. */
export function useCheck(
  run: string,
  system: ConsoleSystem | undefined,
  operation: string,
  draft: Draft,
  sending: Sending | undefined,
): DraftCheck | undefined {
  const written = useMemo(() => ({ operation, draft, sending }), [operation, draft, sending]);
  const [rested, setRested] = useState(written);
  useEffect(() => {
    // another request is looked at at once; typing may rest first
    const timer = setTimeout(
      () => {
        setRested(written);
      },
      rested.operation === written.operation ? REST_MS : 0,
    );
    return () => {
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react/exhaustive-deps
  }, [written]);
  const { data } = useQuery({
    ...hostQueries.console.check.queryOptions({
      input: {
        run,
        system: system?.id ?? "",
        operation: rested.operation,
        draft: rested.draft,
        sending: rested.sending ?? fallback,
      },
      enabled: system !== undefined && rested.sending !== undefined,
      retry: false,
      gcTime: 0,
    }),
    placeholderData: keepPreviousData,
  });
  return rested.operation === operation ? data : undefined;
}

const fallback: Sending = { soapVersion: "1.1", credentials: { who: "own" }, addressing: { use: "default" } };
