import { setup } from "xstate";
import { spec } from "../../core/spec-ref.ts";

const ref = spec("uddi2", "Programmer's API, Inquiry");

/** What inquirers ask. */
export type InquiryEvent =
  { readonly type: "list.asked" } | { readonly type: "detail.asked" } | { readonly type: "inquiry.refused" };

const on = { "list.asked": "listing", "detail.asked": "detailing", "inquiry.refused": "refusing" } as const;

/** The registry's side of inquiries: what the latest one asked for (UDDI 2.0, Inquiry). */
export const inquiryMachine = setup({ types: { events: {} as InquiryEvent } }).createMachine({
  id: "inquiry",
  initial: "idle",
  states: {
    idle: { description: "Nobody has asked anything.", meta: { spec: ref }, on },
    listing: { description: "A find_ call was answered with a list of keys.", meta: { spec: ref }, on },
    detailing: { description: "A get_ call was answered with entries.", meta: { spec: ref }, on },
    refusing: { description: "The latest call could not be answered.", meta: { spec: ref }, on },
  },
});
