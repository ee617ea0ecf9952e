import { publishAgain, withdraw } from "../state/registry-actions.tsx";
import { type Command, type CommandSituation, contractCommand, titles } from "./command.ts";

const notOpen = "The registry is not open.";

/** The way to the registry, and what its screen can do. */
export function registryCommands({ registry, goTo, run }: CommandSituation): readonly Command[] {
  const needsOpen = registry === undefined ? notOpen : registry.over;
  const needsServer =
    needsOpen ?? (registry?.server === undefined ? "No DM server publishes in a registry here." : undefined);
  const { group } = titles["registry.watch"];
  const place = { run: registry?.run ?? "", server: registry?.server ?? "" };
  return [
    contractCommand(
      "registry.watch",
      () => {
        goTo(run === undefined ? "/registry" : `/registry/${run.id}`);
      },
      { key: "registry" },
    ),
    contractCommand("registry.publish", () => void publishAgain(place), { unavailable: needsServer }),
    contractCommand("registry.withdraw", () => void withdraw(place), { unavailable: needsServer }),
    contractCommand("registry.send", () => registry?.send?.(), {
      unavailable: needsOpen ?? (registry?.send === undefined ? "No inquiry is open." : undefined),
    }),
    {
      id: "registry find",
      title: "Find services in the registry",
      group,
      unavailable: needsOpen,
      act: () => registry?.find(),
    },
  ];
}
