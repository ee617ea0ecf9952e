import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";
import { useMedia } from "../shared/hooks/use-media.ts";
import { cssVariables, theme } from "../shared/tokens/theme.ts";
import { settings } from "../state/settings.ts";
import { useStore } from "../state/store.ts";
import { queryClient } from "./query-client.ts";
import { router } from "./router.tsx";

/** The page: theme, queries, screens. */
export function App() {
  const chosen = useStore(settings);
  const isDarkSystem = useMedia("(prefers-color-scheme: dark)");
  const scheme = chosen.theme === "system" ? (isDarkSystem ? "dark" : "light") : chosen.theme;
  useEffect(() => {
    document.documentElement.dataset["density"] = chosen.density;
  }, [chosen.density]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={scheme}>
      <Notifications position="bottom-center" limit={3} autoClose={6000} className="toasts" />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
