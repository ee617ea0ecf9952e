import { oc } from "@orpc/contract";

/** Words for a command where people choose it. */
export interface CommandMeta {
  readonly title: string;
  readonly group:
    | "Run"
    | "Journal"
    | "Hold"
    | "Device"
    | "Console"
    | "Operation"
    | "Callback"
    | "Policy"
    | "Registry"
    | "Export"
    | "Host";
}

/** A command of the contract. */
export const command = oc.$meta<CommandMeta>({ title: "", group: "Host" });

/** Errors that a screen shows as a sentence. */
export const errors = {
  NOT_FOUND: { message: "There is no such run, record, device or scenario." },
  CONFLICT: { message: "This cannot be done in the present state." },
  BAD_REQUEST: { message: "The input is not usable." },
} as const;
