import { type CommandMeta, contract } from "../../simulator/api/index.ts";

/** Every command of the contract that has a title: the palette must offer each of them. */
export type ContractCommand =
  | "host.info"
  | "scenarios.list"
  | "runs.start"
  | "runs.list"
  | "runs.resume"
  | "runs.pause"
  | "runs.step"
  | "runs.packageEnd"
  | "runs.speed"
  | "runs.abort"
  | "runs.remove"
  | "journal.read"
  | "journal.inspect"
  | "hold.rule"
  | "hold.release"
  | "hold.releaseAll"
  | "hold.drop"
  | "devices.list"
  | "devices.command"
  | "devices.notify"
  | "devices.export"
  | "operations.watch"
  | "operations.cancel"
  | "operations.export"
  | "callbacks.watch"
  | "callbacks.resend"
  | "callbacks.resendAll"
  | "callbacks.drop"
  | "callbacks.dropAll"
  | "callbacks.pause"
  | "callbacks.resume"
  | "callbacks.tryNow"
  | "diagnostics.watch"
  | "console.catalog"
  | "console.send"
  | "policies.get"
  | "registry.watch"
  | "registry.publish"
  | "registry.withdraw"
  | "registry.send"
  | "exports.run";

/** Titles and groups as the contract gives them. */
export function contractTitles(): Readonly<Record<ContractCommand, CommandMeta>> {
  const meta = (procedure: { readonly "~orpc": { readonly meta: CommandMeta } }) => procedure["~orpc"].meta;
  return {
    "host.info": meta(contract.host.info),
    "scenarios.list": meta(contract.scenarios.list),
    "runs.start": meta(contract.runs.start),
    "runs.list": meta(contract.runs.list),
    "runs.resume": meta(contract.runs.resume),
    "runs.pause": meta(contract.runs.pause),
    "runs.step": meta(contract.runs.step),
    "runs.packageEnd": meta(contract.runs.packageEnd),
    "runs.speed": meta(contract.runs.speed),
    "runs.abort": meta(contract.runs.abort),
    "runs.remove": meta(contract.runs.remove),
    "journal.read": meta(contract.journal.read),
    "journal.inspect": meta(contract.journal.inspect),
    "hold.rule": meta(contract.hold.rule),
    "hold.release": meta(contract.hold.release),
    "hold.releaseAll": meta(contract.hold.releaseAll),
    "hold.drop": meta(contract.hold.drop),
    "devices.list": meta(contract.devices.list),
    "devices.command": meta(contract.devices.command),
    "devices.notify": meta(contract.devices.notify),
    "devices.export": meta(contract.devices.export),
    "operations.watch": meta(contract.operations.watch),
    "operations.cancel": meta(contract.operations.cancel),
    "operations.export": meta(contract.operations.export),
    "callbacks.watch": meta(contract.callbacks.watch),
    "callbacks.resend": meta(contract.callbacks.resend),
    "callbacks.resendAll": meta(contract.callbacks.resendAll),
    "callbacks.drop": meta(contract.callbacks.drop),
    "callbacks.dropAll": meta(contract.callbacks.dropAll),
    "callbacks.pause": meta(contract.callbacks.pause),
    "callbacks.resume": meta(contract.callbacks.resume),
    "callbacks.tryNow": meta(contract.callbacks.tryNow),
    "diagnostics.watch": meta(contract.diagnostics.watch),
    "console.catalog": meta(contract.console.catalog),
    "console.send": meta(contract.console.send),
    "policies.get": meta(contract.policies.get),
    "registry.watch": meta(contract.registry.watch),
    "registry.publish": meta(contract.registry.publish),
    "registry.withdraw": meta(contract.registry.withdraw),
    "registry.send": meta(contract.registry.send),
    "exports.run": meta(contract.exports.run),
  };
}
