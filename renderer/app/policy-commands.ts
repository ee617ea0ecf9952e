import { showPolicyDialog } from "../state/policies-ui.ts";
import { type Command, type CommandSituation, contractCommand, titles } from "./command.ts";

const notOpen = "The policies are not open.";

/** The way to the policies, and what their screen can do. */
export function policyCommands({ policies, goTo, run }: CommandSituation): readonly Command[] {
  const { group } = titles["policies.get"];
  const id = run?.id ?? "live";
  const unavailable = policies === undefined ? notOpen : undefined;
  return [
    contractCommand(
      "policies.get",
      () => {
        goTo(`/policies/${id}`);
      },
      { key: "policies" },
    ),
    {
      id: "policies save",
      title: "Save the policy",
      group,
      key: "savePolicy",
      unavailable: unavailable ?? policies?.unsavable,
      act: () => policies?.save(),
    },
    {
      id: "policies add",
      title: "Add an External System",
      group,
      unavailable,
      act: () => {
        showPolicyDialog(id, { name: "add" });
      },
    },
    {
      id: "policies certificate",
      title: "Issue a certificate",
      group,
      unavailable,
      act: () => {
        showPolicyDialog(id, { name: "certificate" });
      },
    },
  ];
}
