import { createContext, useContext } from "react";
import type { CommandForm, Draft } from "../../../../simulator/api/index.ts";
import type { OrderOf } from "../draft-edit.ts";

/** What every field of the form needs. */
export interface RequestFormContext {
  readonly run: string;
  readonly draft: Draft;
  readonly change: (edit: (draft: Draft) => Draft) => void;
  readonly order: OrderOf;
  readonly commands: readonly CommandForm[];
  /** Sentences by place. */
  readonly problems: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, string>;
  /** The field at this place has the focus. */
  readonly light: (path: string) => void;
}

const Context = createContext<RequestFormContext | undefined>(undefined);

/** Gives the fields below it what they need. */
export const RequestFormProvider = Context.Provider;

/** What the form is about. Throws outside of one: our own mistake. */
export function useRequestForm(): RequestFormContext {
  const form = useContext(Context);
  if (form === undefined) throw new Error("A field stands outside of the form.");
  return form;
}

/** Id of the control at a place, so that problems and faults can lead to it. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll(/[^\w-]/g, "_")}`;
}

/** Puts the focus on the control of a place, once it is drawn. */
export function focusSoon(place: string): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      const control = document.getElementById(fieldId(place));
      (control?.querySelector<HTMLElement>("input:checked") ?? control)?.focus();
    });
  });
}
