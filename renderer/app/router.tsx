import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
} from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { CallbacksScreen } from "../features/callbacks/callbacks-screen.tsx";
import { ConsoleScreen } from "../features/console/console-screen.tsx";
import { DeviceScreen } from "../features/device/device-screen.tsx";
import { DevicesScreen } from "../features/devices/devices-screen.tsx";
import { DiagnosticsScreen } from "../features/diagnostics/diagnostics-screen.tsx";
import { HomeScreen } from "../features/home/home-screen.tsx";
import { Inspector } from "../features/inspector/inspector.tsx";
import { JournalScreen } from "../features/journal/journal-screen.tsx";
import { JobScreen } from "../features/operations/job-screen.tsx";
import { OperationsScreen } from "../features/operations/operations-screen.tsx";
import { PoliciesScreen } from "../features/policies/policies-screen.tsx";
import { RegistryScreen } from "../features/registry/registry-screen.tsx";
import { SessionScreen } from "../features/session/session-screen.tsx";
import { SettingsScreen } from "../features/settings/settings-screen.tsx";
import { NoRun } from "../shared/widgets/no-run.tsx";
import { hostQueries } from "../state/host-client.ts";
import { currentRun } from "../state/run-ui.ts";
import { useStore } from "../state/store.ts";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Navigate to="/" /> });

const home = createRoute({ getParentRoute: () => root, path: "/", component: HomeScreen });

const anySession = createRoute({
  getParentRoute: () => root,
  path: "/session",
  component: function AnySession() {
    const current = useStore(currentRun);
    const runs = useQuery(hostQueries.runs.list.queryOptions());
    const run = current ?? runs.data?.find(({ id }) => id !== "live")?.id;
    if (run === undefined) return <NoRun title="Session" />;
    return <Navigate to="/session/$run" params={{ run }} replace />;
  },
});

const session = createRoute({
  getParentRoute: () => root,
  path: "/session/$run",
  component: function OneSession() {
    const { run } = session.useParams();
    return <SessionScreen key={run} runId={run} inspector={(place) => <Inspector {...place} />} />;
  },
});

const anyJournal = createRoute({
  getParentRoute: () => root,
  path: "/journal",
  component: function AnyJournal() {
    const run = useStore(currentRun);
    return <Navigate to="/journal/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const journal = createRoute({
  getParentRoute: () => root,
  path: "/journal/$run",
  component: function OneJournal() {
    const { run } = journal.useParams();
    return <JournalScreen key={run} runId={run} inspector={(place) => <Inspector {...place} />} />;
  },
});

const anyDevices = createRoute({
  getParentRoute: () => root,
  path: "/devices",
  component: function AnyDevices() {
    const run = useStore(currentRun);
    return <Navigate to="/devices/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const devices = createRoute({
  getParentRoute: () => root,
  path: "/devices/$run",
  component: function Devices() {
    const { run } = devices.useParams();
    return <DevicesScreen key={run} runId={run} />;
  },
});

const device = createRoute({
  getParentRoute: () => root,
  path: "/devices/$run/$device",
  component: function OneDevice() {
    const place = device.useParams();
    return <DeviceScreen key={`${place.run}/${place.device}`} place={place} />;
  },
});

const anyOperations = createRoute({
  getParentRoute: () => root,
  path: "/operations",
  component: function AnyOperations() {
    const run = useStore(currentRun);
    return <Navigate to="/operations/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const operations = createRoute({
  getParentRoute: () => root,
  path: "/operations/$run",
  component: function Operations() {
    const { run } = operations.useParams();
    return <OperationsScreen key={run} runId={run} />;
  },
});

const operation = createRoute({
  getParentRoute: () => root,
  path: "/operations/$run/$operation",
  component: function OneOperation() {
    const place = operation.useParams();
    return <JobScreen key={`${place.run}/${place.operation}`} place={place} />;
  },
});

const anyCallbacks = createRoute({
  getParentRoute: () => root,
  path: "/callbacks",
  component: function AnyCallbacks() {
    const run = useStore(currentRun);
    return <Navigate to="/callbacks/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const callbacks = createRoute({
  getParentRoute: () => root,
  path: "/callbacks/$run",
  component: function Callbacks() {
    const { run } = callbacks.useParams();
    return <CallbacksScreen key={run} runId={run} />;
  },
});

const anyDiagnostics = createRoute({
  getParentRoute: () => root,
  path: "/diagnostics",
  component: function AnyDiagnostics() {
    const run = useStore(currentRun);
    return <Navigate to="/diagnostics/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const diagnostics = createRoute({
  getParentRoute: () => root,
  path: "/diagnostics/$run",
  component: function Diagnostics() {
    const { run } = diagnostics.useParams();
    return <DiagnosticsScreen key={run} runId={run} />;
  },
});

const anyConsole = createRoute({
  getParentRoute: () => root,
  path: "/console",
  component: function AnyConsole() {
    const run = useStore(currentRun);
    return <Navigate to="/console/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const console = createRoute({
  getParentRoute: () => root,
  path: "/console/$run",
  validateSearch: (search: Record<string, unknown>): { again?: string; devices?: string } => ({
    ...(typeof search["again"] === "string" ? { again: search["again"] } : {}),
    ...(typeof search["devices"] === "string" ? { devices: search["devices"] } : {}),
  }),
  component: function OneConsole() {
    const { run } = console.useParams();
    return <ConsoleScreen key={run} runId={run} again={console.useSearch()} />;
  },
});

const anyPolicies = createRoute({
  getParentRoute: () => root,
  path: "/policies",
  component: function AnyPolicies() {
    const run = useStore(currentRun);
    return <Navigate to="/policies/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const policies = createRoute({
  getParentRoute: () => root,
  path: "/policies/$run",
  component: function Policies() {
    const { run } = policies.useParams();
    return <PoliciesScreen key={run} runId={run} />;
  },
});

const anyRegistry = createRoute({
  getParentRoute: () => root,
  path: "/registry",
  component: function AnyRegistry() {
    const run = useStore(currentRun);
    return <Navigate to="/registry/$run" params={{ run: run ?? "live" }} replace />;
  },
});

const registry = createRoute({
  getParentRoute: () => root,
  path: "/registry/$run",
  component: function Registry() {
    const { run } = registry.useParams();
    return <RegistryScreen key={run} runId={run} inspector={(place) => <Inspector {...place} />} />;
  },
});

const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: SettingsScreen });

/** The screens. Their addresses are fragments, so that the window and the served page need no server for them. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    anySession,
    session,
    anyJournal,
    journal,
    anyDevices,
    devices,
    device,
    anyOperations,
    operations,
    operation,
    anyCallbacks,
    callbacks,
    anyDiagnostics,
    diagnostics,
    anyConsole,
    console,
    anyPolicies,
    policies,
    anyRegistry,
    registry,
    settings,
  ]),
  history: createHashHistory(),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
