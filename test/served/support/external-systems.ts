import { expect } from "vitest";
import { basic, callWsi, textOf, type SoapAnswer } from "./scripted-soap.ts";
import { configOf, type ServedHost } from "./served-host.ts";

/** Names of External Systems beside the usual one; each test takes one of its own. */
const names = Array.from({ length: 12 }, (_, index) => `es${index}`);

/** The usual configuration with these External Systems in it. */
export const manySystems = configOf().replace(
  "externalSystems:",
  `externalSystems:\n${names
    .map((id) => `  - { id: ${id}, credentials: [{ scheme: basic, username: ${id}, password: pwd }] }`)
    .join("\n")}`,
);

/** One External System at a host. */
export interface Caller {
  call(operation: string, content: string): Promise<SoapAnswer>;
  /** Registers with a callback endpoint and gives the operation of the registration. */
  register(url: string): Promise<string>;
  /** Id of a simulated phone. */
  phone(): Promise<string>;
  state(operationId: string): Promise<string | undefined>;
  /** State of an operation once it is over, or after five seconds. */
  settled(operationId: string): Promise<string | undefined>;
}

/** The External System of this number. */
export function externalSystem(host: ServedHost, number: number): Caller {
  const authorization = basic(names[number] ?? "", "pwd");
  const call: Caller["call"] = (operation, content) => callWsi(host, operation, content, { authorization });
  const state: Caller["state"] = async (operationId) =>
    textOf((await call("QueryOperation", `<operationId>${operationId}</operationId>`)).text, "state");
  return {
    call,
    state,
    register: async (url) => {
      const answer = await call("RegisterExternalSystem", registrationOf(url));
      expect(answer.status, answer.text).toBe(200);
      return textOf(answer.text, "operationId") ?? "";
    },
    phone: async () => {
      const found = await call("DiscoverDevices", "<filter><group>lab</group></filter>");
      return textOf(found.text, "deviceId") ?? "";
    },
    settled: async (operationId) => {
      const until = Date.now() + 5000;
      for (;;) {
        const found = await state(operationId);
        if ((found !== "pending" && found !== "running") || Date.now() > until) return found;
        await new Promise((next) => setTimeout(next, 50));
      }
    },
  };
}

/** Content of RegisterExternalSystem with a callback endpoint. */
export function registrationOf(url: string): string {
  return `<name>X</name><kind>other</kind><managementDomain>operator</managementDomain><callbackEndpoint>${url}</callbackEndpoint>`;
}
