import { sessionMachine } from "./dm/session-machine.ts";
import { publicationMachine } from "./publishing/publication-machine.ts";
import { operationMachine } from "./wsi/operation-machine.ts";
import { upstreamRegistrationMachine } from "./wsi/delegation/upstream-registration-machine.ts";
import { registrationMachine } from "./wsi/registration-machine.ts";
import { subscriptionMachine } from "./wsi/subscriptions/subscription-machine.ts";

/** The machines of the DM server, one for each kind of conversation. */
export const dmServerMachines = [
  sessionMachine,
  registrationMachine,
  operationMachine,
  publicationMachine,
  upstreamRegistrationMachine,
  subscriptionMachine,
] as const;
