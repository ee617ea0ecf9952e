import { type ClientContext, type ClientLink, createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import type { Contract } from "../../simulator/api/index.ts";

/** The API of the host, typed by its contract. */
export type HostClient = ContractRouterClient<Contract>;

let way: ClientLink<ClientContext> | undefined;

/** Sets the way that calls take; undefined while there is none. */
export function setHostWay(link: ClientLink<ClientContext> | undefined): void {
  way = link;
}

/**
 * The host, across reconnections: a call takes the way that is open when it is made.
 *
 * @throws Error from every call while there is no way to the host
 */
export const host: HostClient = createORPCClient<HostClient>({
  call: (path, input, options) => {
    if (way === undefined) return Promise.reject(new Error("There is no connection to the host."));
    return way.call(path, input, options);
  },
});

/** Queries of the host for TanStack Query. */
export const hostQueries = createTanstackQueryUtils(host);
