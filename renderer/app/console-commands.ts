import { chooseOperation, consoleUi } from "../state/console-ui.ts";
import { type Command, type CommandSituation, contractCommand, titles } from "./command.ts";

const noConsole = "The console is not open.";

/** The way to the console, and what the console on screen can do. */
export function consoleCommands({ console, goTo, run }: CommandSituation): readonly Command[] {
  const { group } = titles["console.send"];
  const unavailable = console === undefined ? noConsole : undefined;
  const place = console?.run ?? "";
  return [
    contractCommand(
      "console.catalog",
      () => {
        goTo(run === undefined ? "/console" : `/console/${run.id}`);
      },
      { key: "console" },
    ),
    contractCommand("console.send", () => console?.send(), {
      key: "sendRequest",
      unavailable: unavailable ?? console?.unavailable,
    }),
    {
      id: "console example",
      title: "Load an example into the console",
      group,
      unavailable,
      act: () => console?.example(),
    },
    {
      id: "console raw",
      title: "Edit the envelope of the console, or go back to the form",
      group,
      key: "editRaw",
      unavailable,
      act: () => console?.toggleRaw(),
    },
    {
      id: "console command",
      title: "Add a command to the request",
      group,
      key: "addCommand",
      unavailable:
        unavailable ?? (console?.addCommand === undefined ? "This request holds no commands." : undefined),
      act: () => console?.addCommand?.(),
    },
    {
      id: "console template",
      title: "Save the request as a template",
      group,
      unavailable,
      act: () => console?.name(),
    },
    ...(["history", "templates"] as const).map((list) => ({
      id: `console ${list}`,
      title: list === "history" ? "History of calls" : "Templates of the console",
      group,
      unavailable,
      act: () => {
        consoleUi(place).update((now) => ({ ...now, list }));
      },
    })),
    ...(console?.operations ?? []).map((operation) => ({
      id: `console operation ${operation}`,
      title: `Console: ${operation}`,
      group,
      act: () => {
        chooseOperation(place, operation);
      },
    })),
  ];
}
