import { setup } from "xstate";
import { spec } from "../../../core/spec-ref.ts";

const ref = spec("wsi-contract", "11 Registry");

/** What happens while the DM server publishes its WSI. */
export type PublicationEvent =
  | { readonly type: "publication.requested" }
  | { readonly type: "token.received" }
  | { readonly type: "tModels.known" }
  | { readonly type: "business.known" }
  | { readonly type: "service.saved" }
  | { readonly type: "keys.rejected" }
  | { readonly type: "business.foreign" }
  | { readonly type: "withdrawal.requested" }
  | { readonly type: "service.deleted" }
  | { readonly type: "registry.refused" }
  | { readonly type: "registry.unreachable" };

const trouble = { "registry.refused": "refused", "registry.unreachable": "waiting" } as const;

/** The publication of the WSI in a registry: a background job that never delays anything else (contract, 11). */
export const publicationMachine = setup({ types: { events: {} as PublicationEvent } }).createMachine({
  id: "publication",
  initial: "unpublished",
  states: {
    unpublished: {
      description: "The WSI is not in the registry.",
      meta: { spec: ref },
      on: { "publication.requested": "authenticating", "withdrawal.requested": "withdrawing" },
    },
    authenticating: {
      description: "The publisher asks for a token.",
      meta: { spec: ref },
      on: { "token.received": "publishingTModels", ...trouble },
    },
    publishingTModels: {
      description: "The tModels of portType and bindings are found or saved.",
      meta: { spec: ref },
      on: { "tModels.known": "publishingBusiness", ...trouble },
    },
    publishingBusiness: {
      description: "The business is found or saved.",
      meta: { spec: ref },
      on: { "business.known": "publishingService", "keys.rejected": "publishingTModels", ...trouble },
    },
    publishingService: {
      description: "The service with its bindings is saved.",
      meta: { spec: ref },
      on: {
        "service.saved": "published",
        "keys.rejected": "publishingTModels",
        "business.foreign": "publishingBusiness",
        ...trouble,
      },
    },
    published: {
      description: "Whoever asks the registry finds the WSI.",
      meta: { spec: ref },
      on: { "publication.requested": "authenticating", "withdrawal.requested": "withdrawing" },
    },
    withdrawing: {
      description: "The service is taken out of the registry.",
      meta: { spec: ref },
      on: { "service.deleted": "unpublished", ...trouble },
    },
    waiting: {
      description: "The registry could not be reached; the next try is armed.",
      meta: { spec: ref },
      on: {
        "publication.requested": "authenticating",
        "withdrawal.requested": "withdrawing",
      },
    },
    refused: {
      description: "The registry refused; a person has to look.",
      meta: { spec: ref },
      on: { "publication.requested": "authenticating", "withdrawal.requested": "withdrawing" },
    },
  },
});
