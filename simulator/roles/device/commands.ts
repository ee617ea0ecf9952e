import type { AwakeDevice } from "./awake-device.ts";
import type { ChangeKind } from "./execution/execution.ts";
import { addNode, deleteNode, editNode, type LocalChange } from "./local-change.ts";
import { mannersOf } from "./manners/manners.ts";
import type { DeviceCommand } from "./options.ts";
import { fitsQuestion } from "./questions.ts";
import { report } from "./session/session-effects.ts";
import { takeUserAnswer } from "./session/session-run.ts";

/** Does what a person, a scenario or the fleet asks of a device; what cannot be done is the report `command.refused`. */
export function runCommand(device: AwakeDevice, command: DeviceCommand): void {
  const refusal = run(device, command);
  if (refusal !== undefined)
    report(device, device.session, "command.refused", { command: command.name, reason: refusal });
}

/** Runs a command; gives the reason when it cannot be. */
function run(device: AwakeDevice, command: DeviceCommand): string | undefined {
  const { date } = device.moment;
  switch (command.name) {
    case "start":
      device.resume();
      return undefined;
    case "startSession":
      return startSession(device, command);
    case "abortSession":
      return abortSession(device);
    case "setBehaviour":
      device.core.behaviour = { ...device.core.behaviour, ...command.behaviour };
      device.kept.behaviour = device.core.behaviour;
      return undefined;
    case "setManners":
      device.core.manners = mannersOf(device.core.manners, command.manners);
      device.kept.manners = device.core.manners;
      return undefined;
    case "setValue": {
      const { uri, value } = command;
      return change(device, uri, ["inside"], editNode(device.root(), uri, { value }, date), "device");
    }
    case "editNode": {
      const { uri, value, title, acl } = command;
      const hows: ChangeKind[] = acl === undefined ? [] : ["acl"];
      if (value !== undefined || title !== undefined) hows.push("replace");
      return change(device, uri, hows, editNode(device.root(), uri, command, date));
    }
    case "addNode":
      return change(device, command.uri, ["add"], addNode(device.root(), command.uri, command, date));
    case "deleteNode":
      return change(device, command.uri, ["delete"], deleteNode(device.root(), command.uri));
    case "raiseAlert":
      device.raise(command.alert, command.hold === true);
      return undefined;
    case "answerUser": {
      const asked = device.questions.pending.find((each) => each.id === command.question);
      if (!asked) return `nobody is asked the question ${command.question}`;
      if (!fitsQuestion(asked.question, command.answer)) return "the question takes another kind of answer";
      device.answer(command.question, command.answer);
      return undefined;
    }
    case "runAction":
      return device.act(command.object, command.action, command.parameters ?? {});
  }
}

function startSession(
  device: AwakeDevice,
  command: Extract<DeviceCommand, { readonly name: "startSession" }>,
): string | undefined {
  if (device.session) return "a session is running";
  const id = command.sessionId ?? device.randomSessionId();
  if (!/^[0-9A-F]{1,4}$/.test(id)) return `"${id}" is not one to four upper-case hexadecimal digits`;
  const accounts = device.accounts();
  const serverId = command.serverId ?? accounts[0]?.serverId;
  if (serverId === undefined) return "the device has no account: it waits for a bootstrap";
  if (!accounts.some((account) => account.serverId === serverId))
    return `the device has no account of ${serverId}`;
  for (const alert of command.alerts ?? [])
    device.raise({ ...alert, serverId: alert.serverId ?? serverId }, true);
  device.wish({ id, serverId, initiatedBy: "client" });
  return undefined;
}

/** Stops at the device's next turn, which is now when a person is asked. */
function abortSession(device: AwakeDevice): string | undefined {
  const { session } = device;
  if (!session) return "no session is running";
  session.abandoned = true;
  if (session.paused) {
    device.withdraw(session.paused.question);
    takeUserAnswer(device, session, "cancel");
  }
  return undefined;
}

function change(
  device: AwakeDevice,
  uri: string,
  hows: readonly ChangeKind[],
  changed: LocalChange,
  by: "hand" | "device" = "hand",
): string | undefined {
  if (typeof changed === "string") return changed;
  device.changeFromWithin(
    changed,
    { by },
    hows.map((how) => ({ uri, how })),
  );
  return undefined;
}
