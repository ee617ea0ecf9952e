import { abortSession, notifyDevice, startSession } from "../state/device-actions.tsx";
import { saveTree, treeForms } from "../state/save-export.ts";
import { moveSession, openDialog } from "../state/device-ui.ts";
import { type Command, type CommandSituation, contractCommand, titles } from "./command.ts";

const noDevice = "No device is open. Open one from Devices.";

/** What the device on screen can be asked, and the way to the devices. */
export function deviceCommands({ device, goTo, run }: CommandSituation): readonly Command[] {
  const place = { run: device?.run ?? "", device: device?.device ?? "" };
  const { group } = titles["devices.command"];
  const servers = device?.servers ?? [];
  const needsDevice = device === undefined ? noDevice : device.unavailable;
  const asked = (id: string, title: string, act: () => void, more: Partial<Command> = {}): Command => ({
    id,
    title,
    group,
    act,
    unavailable: needsDevice,
    ...more,
  });
  return [
    contractCommand(
      "devices.list",
      () => {
        goTo(run === undefined ? "/devices" : `/devices/${run.id}`);
      },
      { key: "devices" },
    ),
    contractCommand(
      "devices.command",
      () => {
        openDialog(place, { name: "behaviour" });
      },
      { title: "Run a behaviour of the device", unavailable: needsDevice },
    ),
    contractCommand("devices.notify", () => void notifyDevice(place), { unavailable: needsDevice }),
    ...(servers.length > 1 ? servers : [undefined]).map((server) =>
      asked(
        `device session ${server ?? ""}`,
        server === undefined
          ? "Start a session of the device"
          : `Start a session of the device with ${server}`,
        () => void startSession(place, server),
        { unavailable: needsDevice ?? (device?.running === true ? "A session is running." : undefined) },
      ),
    ),
    asked("device abort", "Abort the session of the device", () => void abortSession(place), {
      unavailable: needsDevice ?? (device?.running === true ? undefined : "No session is running."),
    }),
    ...treeForms.map(({ to, title }) =>
      contractCommand("devices.export", () => void saveTree(place, to), {
        id: `devices.export ${to}`,
        title: `${titles["devices.export"].title}: ${title}`,
        unavailable: device === undefined ? noDevice : undefined,
      }),
    ),
    asked("device alert", "Generate an alert", () => {
      openDialog(place, { name: "alert" });
    }),
    asked("device manners", "Manners of the device", () => {
      openDialog(place, { name: "manners" });
    }),
    asked("device ask", "Have the DM server ask the user of the device", () => {
      openDialog(place, { name: "ask" });
    }),
    asked(
      "device answer",
      "Answer what the device asks",
      () => {
        openDialog(place, { name: "question" });
      },
      {
        key: "answer",
        unavailable: needsDevice ?? (device?.asking === true ? undefined : "It asks nothing."),
      },
    ),
    ...(["older", "newer"] as const).map((by) =>
      asked(
        `device session ${by}`,
        by === "older" ? "Older session of the device" : "Newer session of the device",
        () => {
          moveSession(place, device?.sessions ?? [], by);
        },
        {
          key: by === "older" ? "olderSession" : "newerSession",
          unavailable: device === undefined ? noDevice : undefined,
        },
      ),
    ),
  ];
}
