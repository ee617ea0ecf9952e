import { createStore } from "./store.ts";

/** The tabs of the inspector, in the order of their keys 1 to 5. */
export const inspectorTabs = ["decoded", "xml", "bytes", "http", "why"] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

/** What the inspector shows of whatever message is chosen. */
export interface InspectorUi {
  readonly tab: InspectorTab;
  /** The innermost layer is what people look for first; `outer` is the envelope. */
  readonly layer: number | "innermost";
  readonly indented: boolean;
  /** Secrets are shown for this message only; the next one is masked again. */
  readonly revealed: number | undefined;
}

export const inspectorUi = createStore<InspectorUi>({
  tab: "decoded",
  layer: "innermost",
  indented: false,
  revealed: undefined,
});
