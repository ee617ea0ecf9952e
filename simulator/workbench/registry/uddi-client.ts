import type { HttpRequest, HttpResponse } from "../../wire/http.ts";
import type { Party } from "../../wire/party.ts";
import type { Channel, Role } from "../../wire/role.ts";

/** The workbench itself, where it asks registries: in the ladder it stands among those who look for services. */
export const inquirer: Party = { role: "external-system", name: "workbench" };

/** What one request of the workbench is to do. */
export interface UddiClientCommand {
  readonly name: "send";
  readonly channel: Channel;
  readonly http: HttpRequest;
  readonly conversation: string;
  readonly answered: (answer: ClientAnswer) => void;
}

/** What came back. */
export type ClientAnswer =
  | { readonly kind: "response"; readonly response: HttpResponse }
  | { readonly kind: "failed"; readonly text: string };

/** Milliseconds of run time that an answer may take. */
const TIMEOUT = 20_000;

/** Creates the role with which the workbench asks registries and fetches descriptions. It receives nothing. */
export function createUddiClient(): Role<UddiClientCommand> {
  const waiting = new Map<string, (answer: ClientAnswer) => void>();
  let count = 0;
  const settle = (request: string, answer: ClientAnswer): void => {
    const answered = waiting.get(request);
    waiting.delete(request);
    answered?.(answer);
  };
  return {
    handle: (event) => {
      switch (event.type) {
        case "command": {
          const { channel, http, conversation, answered } = event.command;
          const request = `uddi/${++count}`;
          waiting.set(request, answered);
          return [{ type: "request", request, channel, http, timeout: TIMEOUT, conversation }];
        }
        case "response.received":
          settle(event.request, { kind: "response", response: event.response });
          return [];
        case "request.failed":
          settle(event.request, { kind: "failed", text: event.text });
          return [];
        default:
          return [];
      }
    },
  };
}
