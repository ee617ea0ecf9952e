import { resultForms, saveResults } from "../state/operation-actions.ts";
import { cancelling } from "../state/operation-ui.ts";
import { type Command, type CommandSituation, contractCommand, titles } from "./command.ts";

const noOperation = "No operation is open. Open one from Operations.";

/** The way to the operations, and what can be done with the one on screen. */
export function operationCommands({ operation, goTo, run }: CommandSituation): readonly Command[] {
  return [
    contractCommand(
      "operations.watch",
      () => {
        goTo(run === undefined ? "/operations" : `/operations/${run.id}`);
      },
      { key: "operations" },
    ),
    contractCommand(
      "operations.cancel",
      () => {
        cancelling.set(true);
      },
      { unavailable: operation === undefined ? noOperation : operation.final },
    ),
    ...resultForms.map(({ to, title }) =>
      contractCommand(
        "operations.export",
        () => {
          if (operation !== undefined)
            void saveResults({ run: operation.run, operation: operation.operation }, to);
        },
        {
          id: `operations.export ${to}`,
          title: `${titles["operations.export"].title}: ${title}`,
          unavailable: operation === undefined ? noOperation : undefined,
        },
      ),
    ),
  ];
}
