import { createContext, useContext } from "react";
import type { PartyView } from "../../../simulator/api/index.ts";

type Role = PartyView["role"];

const nobody: ReadonlySet<Role> = new Set();

/** Roles of the run on screen that several parties have; what shows a party below it tells its name too. */
export const NamedRoles = createContext<ReadonlySet<Role>>(nobody);

/** The roles whose parties are called by name here. */
export function useNamedRoles(): ReadonlySet<Role> {
  return useContext(NamedRoles);
}
