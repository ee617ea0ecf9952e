import type {
  BindingTemplate,
  BusinessEntity,
  BusinessService,
  PublisherAssertion,
  TModel,
} from "../../../protocols/uddi/index.ts";

/*
 * Records of the store. Keys inside are of version 3, in lower case, whatever version the entry came in; a value has its
 * own key and that of its parent always set, and no children.
 */

/** When and by whom an entry was saved. Dates are milliseconds since 1970. */
export interface Stamp {
  readonly key: string;
  /** Publisher, or the operator for the canonical tModels. */
  readonly owner: string;
  /** Order of saving; later ones are higher. */
  readonly order: number;
  readonly created: number;
  readonly modified: number;
}

export interface BusinessRecord extends Stamp {
  readonly value: BusinessEntity;
  /** Services of other businesses that this one lists as well. */
  readonly projections: readonly string[];
}

export interface ServiceRecord extends Stamp {
  readonly businessKey: string;
  readonly value: BusinessService;
}

export interface BindingRecord extends Stamp {
  readonly serviceKey: string;
  readonly value: BindingTemplate;
}

export interface TModelRecord extends Stamp {
  /** Deleted: still readable, not found any more. */
  readonly hidden: boolean;
  readonly value: TModel;
}

/** What was asserted of two businesses; it is complete when the owners of both have asserted it. */
export interface AssertionRecord extends Stamp {
  readonly value: PublisherAssertion;
  /** Publishers who assert it. */
  readonly by: readonly string[];
}
