import {
  backToLive,
  changeSpeed,
  dropHeld,
  lookBack,
  releaseAllHeld,
  releaseHeld,
  resumeRun,
  pauseRun,
  type Speed,
  speeds,
  startRun,
  stepMessage,
  stepToPackageEnd,
  toggleHold,
  abortRun,
  removeRun,
} from "../state/run-actions.ts";
import { runUi } from "../state/run-ui.ts";
import { exportForms, saveExport } from "../state/save-export.ts";
import { cycleTheme } from "../state/settings.ts";
import type { KeyCommand } from "../state/keymap.ts";
import { type Command, type CommandSituation, contractCommand, titles } from "./command.ts";
import { consoleCommands } from "./console-commands.ts";
import { operationCommands } from "./operation-commands.ts";
import { callbackCommands } from "./callback-commands.ts";
import { diagnosticsCommands } from "./diagnostics-commands.ts";
import { deviceCommands } from "./device-commands.ts";
import { policyCommands } from "./policy-commands.ts";
import { registryCommands } from "./registry-commands.ts";

const noRun = "There is no run yet.";
const ended = "The run has ended.";

/** Every command, with the reason where it cannot be done now. */
export function commandList(situation: CommandSituation): readonly Command[] {
  return [
    ...startCommands(situation),
    ...runCommands(situation),
    ...holdCommands(situation),
    ...deviceCommands(situation),
    ...operationCommands(situation),
    ...callbackCommands(situation),
    ...diagnosticsCommands(situation),
    ...consoleCommands(situation),
    ...policyCommands(situation),
    ...registryCommands(situation),
    ...viewCommands(situation),
  ];
}

function startCommands({ scenarios, goTo }: CommandSituation): readonly Command[] {
  return [
    ...scenarios.map((scenario) => ({
      id: `runs.start ${scenario.id}`,
      title: `Run ${scenario.title}`,
      group: titles["runs.start"].group,
      act: () => {
        void startRun({ scenario: scenario.id }).then((run) => {
          if (run !== undefined) goTo(`/session/${run.id}`);
        });
      },
    })),
    contractCommand("runs.start", () => {
      goTo("/");
    }),
    contractCommand("runs.list", () => {
      goTo("/");
    }),
    contractCommand("scenarios.list", () => {
      goTo("/");
    }),
    contractCommand("host.info", () => {
      goTo("/settings");
    }),
  ];
}

function runCommands({ run, goTo }: CommandSituation): readonly Command[] {
  const id = run?.id ?? "";
  const isOver = run?.state === "finished" || run?.state === "aborted";
  const needsRun = run === undefined ? noRun : undefined;
  const needsGoing = needsRun ?? (isOver ? ended : undefined);
  return [
    contractCommand("runs.resume", () => void resumeRun(id), {
      unavailable: needsGoing ?? (run?.state === "running" ? "It is running." : undefined),
    }),
    contractCommand("runs.pause", () => void pauseRun(id), {
      unavailable: needsGoing ?? (run?.state === "paused" ? "It is paused." : undefined),
    }),
    contractCommand("runs.step", () => void stepMessage(id), { key: "step", unavailable: needsGoing }),
    contractCommand("runs.packageEnd", () => void stepToPackageEnd(id), {
      key: "packageEnd",
      unavailable: needsGoing,
    }),
    ...speeds.map((speed: Speed) =>
      contractCommand("runs.speed", () => void changeSpeed(id, speed), {
        id: `runs.speed ${speed}`,
        title: `${titles["runs.speed"].title}: ${speed === "max" ? "as fast as it goes" : `${speed}×`}`,
        unavailable: needsGoing,
      }),
    ),
    contractCommand("runs.abort", () => void abortRun(id), { unavailable: needsGoing }),
    contractCommand(
      "runs.remove",
      () => {
        void removeRun(id).then((removed) => {
          if (removed) goTo("/");
        });
      },
      { unavailable: needsRun ?? (run?.id === "live" ? "The live world stays." : undefined) },
    ),
    {
      id: "look-back",
      title: "Look back one message",
      group: "Run",
      key: "lookBack",
      unavailable: needsRun,
      act: () => {
        lookBack(id);
      },
    },
    {
      id: "live",
      title: "Back to live",
      group: "Run",
      key: "live",
      unavailable: needsRun,
      act: () => {
        backToLive(id);
      },
    },
    contractCommand(
      "journal.read",
      () => {
        goTo(run === undefined ? "/journal" : `/journal/${id}`);
      },
      { key: "journal" },
    ),
    ...exportForms.map(({ to, title }, index) =>
      contractCommand("exports.run", () => void saveExport(id, to), {
        id: `exports.run ${to}`,
        title: `${titles["exports.run"].title} ${title}`,
        unavailable: needsRun,
        ...(index === 0 ? { key: "export" as const } : {}),
      }),
    ),
  ];
}

function holdCommands({ run }: CommandSituation): readonly Command[] {
  const id = run?.id ?? "";
  const held = run?.held ?? [];
  const chosen = held.find((view) => view.id === runUi(id).get().editing) ?? held[0];
  const needsHeld = run === undefined ? noRun : held.length === 0 ? "No message is held." : undefined;
  return [
    contractCommand("hold.rule", () => void toggleHold(id), {
      key: "hold",
      unavailable: run === undefined ? noRun : undefined,
    }),
    contractCommand("hold.release", () => void releaseHeld(id, chosen?.id ?? "", undefined), {
      key: "release",
      unavailable: needsHeld,
    }),
    contractCommand("hold.releaseAll", () => void releaseAllHeld(id), {
      key: "releaseAll",
      unavailable: needsHeld,
    }),
    contractCommand("hold.drop", () => void dropHeld(id, chosen?.id ?? ""), {
      key: "drop",
      unavailable: needsHeld,
    }),
  ];
}

function viewCommands({ goTo, view }: CommandSituation): readonly Command[] {
  const go = (id: string, title: string, key: KeyCommand, path: string): Command => ({
    id,
    title,
    group: "Go to",
    key,
    act: () => {
      goTo(path);
    },
  });
  const tab = (name: "decoded" | "xml" | "bytes" | "http" | "why", title: string): Command => ({
    id: `tab ${name}`,
    title: `Inspector: ${title}`,
    group: "View",
    key: name,
    act: view[name],
  });
  return [
    go("home", "Home", "home", "/"),
    go("session", "Session", "session", "/session"),
    go("settings", "Settings", "settings", "/settings"),
    contractCommand("journal.inspect", view.inspect),
    { id: "table", title: "Ladder as table", group: "View", key: "table", act: view.table },
    tab("decoded", "decoded"),
    tab("xml", "XML"),
    tab("bytes", "bytes"),
    tab("http", "HTTP"),
    tab("why", "why"),
    { id: "filter", title: "Filter", group: "View", key: "filter", act: view.filter },
    { id: "next-pane", title: "Next pane", group: "View", key: "nextPane", act: view.nextPane },
    {
      id: "previous-pane",
      title: "Previous pane",
      group: "View",
      key: "previousPane",
      act: view.previousPane,
    },
    { id: "theme", title: "Change the theme", group: "View", key: "theme", act: cycleTheme },
    { id: "help", title: "Keys", group: "View", key: "help", act: view.help },
    { id: "up", title: "One level up", group: "View", key: "up", act: view.up },
  ];
}
