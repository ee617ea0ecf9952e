import { isRepeatable } from "../../device-command.ts";
import { accessesOfDeviceCommand } from "../device-accesses.ts";
import { commandsOf, planOfCommands } from "../tasks/plan-commands.ts";
import type { Planner } from "../tasks/task-contract.ts";
import { isInForce } from "./subscription-record.ts";

/** F3.6: the `setUp` commands of a subscription. A device is not set up for a subscription that is over. */
export const setUpPlanner: Planner<"set-up"> = {
  accesses: ({ commands }) => commandsOf(commands).flatMap(({ command }) => accessesOfDeviceCommand(command)),
  plan: ({ subscriptionId, commands }, _device, _operation, room) => {
    const subscription = room.subscriptions.get(subscriptionId);
    if (!subscription || !isInForce(subscription)) return { impossible: "the subscription is over" };
    return planOfCommands(commandsOf(commands));
  },
  repeatable: ({ commands }) => isRepeatable(commandsOf(commands)),
};
