import { canonicalTModels, foldKey, type CanonicalTModel } from "../../../protocols/uddi/index.ts";
import type { TModelRecord } from "./records.ts";

/** Date that the canonical tModels bear, the same in every registry: that of UDDI 3.0.2. */
const SPECIFIED = Date.UTC(2004, 9, 19);

/** The canonical tModels as records of the operator. */
export function canonicalRecords(operator: string): readonly TModelRecord[] {
  return Object.values<CanonicalTModel>(canonicalTModels).map((model): TModelRecord => {
    const key = foldKey(model.key3);
    const keyedReference = model.types.map((keyValue) => ({
      tModelKey: foldKey(canonicalTModels.types.key3),
      keyName: "uddi-org:types",
      keyValue,
    }));
    return {
      key,
      owner: operator,
      order: 0,
      created: SPECIFIED,
      modified: SPECIFIED,
      hidden: false,
      value: {
        tModelKey: key,
        name: { text: model.name },
        description: [{ lang: "en", text: model.description }],
        overviewDoc:
          model.overviewURL === undefined
            ? []
            : [{ description: [], overviewURL: { text: model.overviewURL } }],
        categoryBag: keyedReference.length > 0 ? { keyedReference } : undefined,
      },
    };
  });
}
