import { uddiDeclaration, type TModel } from "../../../protocols/uddi/index.ts";
import { tModel } from "../present.ts";
import type { Publishing } from "../room.ts";
import type { TModelRecord } from "../store/records.ts";
import { checkShape, checkUploads } from "./entry-checks.ts";
import { checkLanguages, checkTexts } from "./lengths.ts";
import { placeOf } from "./ownership.ts";
import { checkCategories, checkIdentifiers } from "./references.ts";

/** save_tModel: saves each as a whole; one that was hidden is found again. */
export function saveTModels(
  on: Publishing,
  request: { readonly tModel: readonly TModel[]; readonly uploadRegister?: readonly string[] | undefined },
): readonly TModel[] {
  checkUploads(request.uploadRegister);
  return request.tModel.map((model) => tModel(on, on.version, saveTModel(on, model)));
}

function saveTModel(on: Publishing, model: TModel): TModelRecord {
  const { tModels } = on.entries;
  const { stamp } = placeOf(on, tModels, "tModelKey", model.tModelKey, model);
  checkShape(on.version, model);
  checkTexts(on, uddiDeclaration(on.version, "save_tModel"), { tModel: [model] });
  checkLanguages(on.version, "description", model.description);
  checkCategories(on, "tModel", model.categoryBag);
  checkIdentifiers(on, "tModel", model.identifierBag);
  const { operator: _operator, authorizedName: _name, deleted: _deleted, ...value } = model;
  const record: TModelRecord = { ...stamp, hidden: false, value: { ...value, tModelKey: stamp.key } };
  tModels.put(record);
  return record;
}
