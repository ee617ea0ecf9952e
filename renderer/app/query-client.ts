import { QueryClient } from "@tanstack/react-query";
import { hostLink } from "../state/host-link.ts";

/** Answers of the host. The host is local: nothing is kept longer than it is shown. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always",
      refetchOnWindowFocus: false,
      // While there is no way to the host, asking again is pointless; a new way asks everything again.
      retry: (failures) => hostLink.get().phase === "ready" && failures < 1,
      retryDelay: 200,
    },
  },
});

hostLink.subscribe(() => {
  if (hostLink.get().phase === "ready") void queryClient.invalidateQueries();
});
