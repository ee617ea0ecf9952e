import { setup } from "xstate";
import { spec } from "../../core/spec-ref.ts";

const ref = spec("uddi2", "Programmer's API, Publication");

/** What happens in the conversation with one publisher. */
export type PublicationEvent =
  | { readonly type: "token.issued" }
  | { readonly type: "credentials.refused" }
  | { readonly type: "entry.saved" }
  | { readonly type: "entry.deleted" }
  | { readonly type: "token.discarded" }
  | { readonly type: "token.expired" };

/** The registry's side of a publication: from the log-in of a publisher to the end of its token (UDDI 2.0, Publication). */
export const publicationMachine = setup({ types: { events: {} as PublicationEvent } }).createMachine({
  id: "publication",
  initial: "unauthenticated",
  states: {
    unauthenticated: {
      description: "No token has been given yet.",
      meta: { spec: ref },
      on: { "token.issued": "authenticated", "credentials.refused": "refused" },
    },
    authenticated: {
      description: "The publisher holds a token and has saved nothing with it.",
      meta: { spec: ref },
      on: {
        "entry.saved": "published",
        "entry.deleted": "withdrawn",
        "token.discarded": "closed",
        "token.expired": "closed",
      },
    },
    published: {
      description: "Entries of the publisher are stored.",
      meta: { spec: ref },
      on: {
        "entry.saved": "published",
        "entry.deleted": "withdrawn",
        "token.discarded": "closed",
        "token.expired": "closed",
      },
    },
    withdrawn: {
      description: "The publisher has taken entries back.",
      meta: { spec: ref },
      on: {
        "entry.saved": "published",
        "entry.deleted": "withdrawn",
        "token.discarded": "closed",
        "token.expired": "closed",
      },
    },
    closed: { type: "final", description: "The token is no longer valid.", meta: { spec: ref } },
    refused: { type: "final", description: "User name or password was wrong.", meta: { spec: ref } },
  },
});
