import { spec } from "../../core/spec-ref.ts";
import { attribute, many, one, optional, optionalAttribute, some, text } from "../../schema/element.ts";
import { int, string } from "../../schema/scalar.ts";
import { generic, operator, serviceKey, tModelKey } from "./inquiry.ts";
import { businessEntity, businessService, el, tModel } from "./structures.ts";

const ref = spec("uddi2", "Programmer's API, Publication");
const authInfo = el.scalar("authInfo", string, { label: "authentication token", secret: true });
const uploadRegister = el.scalar("uploadRegister", string, { label: "address of a document to upload" });

/** Asks for a token with user name and password. */
export const get_authToken = el.struct(
  "get_authToken",
  { generic, userID: attribute("userID", string), cred: attribute("cred", string, { secret: true }) },
  { label: "log in", spec: ref },
);
export const authToken = el.struct(
  "authToken",
  { generic, operator, authInfo: one(authInfo) },
  { label: "token", spec: ref },
);
export const discard_authToken = el.struct(
  "discard_authToken",
  { generic, authInfo: one(authInfo) },
  { label: "log out", spec: ref },
);
export const save_tModel = el.struct(
  "save_tModel",
  { generic, authInfo: one(authInfo), tModel: many(tModel), uploadRegister: many(uploadRegister) },
  { label: "save technical models", spec: ref },
);
export const save_business = el.struct(
  "save_business",
  {
    generic,
    authInfo: one(authInfo),
    businessEntity: many(businessEntity),
    uploadRegister: many(uploadRegister),
  },
  { label: "save businesses", spec: ref },
);
export const save_service = el.struct(
  "save_service",
  { generic, authInfo: one(authInfo), businessService: some(businessService) },
  { label: "save services", spec: ref },
);
export const delete_service = el.struct(
  "delete_service",
  { generic, authInfo: one(authInfo), serviceKey: some(serviceKey) },
  { label: "delete services", spec: ref },
);
export const delete_tModel = el.struct(
  "delete_tModel",
  { generic, authInfo: one(authInfo), tModelKey: some(tModelKey) },
  { label: "hide technical models", spec: ref },
);

const errInfo = el.struct(
  "errInfo",
  { errCode: attribute("errCode", string), text: text(string) },
  { label: "error" },
);
const result = el.struct(
  "result",
  {
    errno: attribute("errno", int),
    keyType: optionalAttribute("keyType", string),
    errInfo: optional(errInfo),
  },
  { label: "result" },
);
/** What the registry says of a request that gives nothing else: success, or the error inside a SOAP fault. */
export const dispositionReport = el.struct(
  "dispositionReport",
  { generic, operator, result: some(result) },
  { label: "disposition report", spec: spec("uddi2", "Error handling") },
);
