import { attribute, many, one, optional, optionalAttribute, some, text } from "../../schema/element.ts";
import { enumeration, int, string } from "../../schema/scalar.ts";
import type { Bags } from "./bags.ts";
import type { Frame } from "./inquiry.ts";
import type { Structures } from "./structures.ts";
import { only, requiredIn, type VersionedBuilder } from "./version.ts";

/** States of an assertion (`completionStatus`). */
export const completionStates = [
  "status:complete",
  "status:fromKey_incomplete",
  "status:toKey_incomplete",
  "status:both_incomplete",
] as const;

/** Declares log-in and log-out: the security API of version 3, part of the publication API in version 2. */
export function declareSecurity(el: VersionedBuilder, { generic, operator, authInfo }: Frame) {
  const ref = el.spec("Security API");
  return {
    requests: {
      get_authToken: el.struct(
        "get_authToken",
        { generic, userID: attribute("userID", string), cred: attribute("cred", string, { secret: true }) },
        { label: "log in", spec: ref },
      ),
      discard_authToken: el.struct(
        "discard_authToken",
        { generic, authInfo: one(authInfo) },
        { label: "log out", spec: ref },
      ),
    },
    authToken: el.struct(
      "authToken",
      { generic, operator, authInfo: one(authInfo) },
      { label: "token", spec: ref },
    ),
  };
}

/** Declares the requests of the publication API. */
export function declarePublication(el: VersionedBuilder, structures: Structures, frame: Frame) {
  const ref = el.spec("Publication API");
  const { generic } = frame;
  const authInfo = requiredIn(2, optional(frame.authInfo));
  const uploadRegister = only(
    2,
    many(el.scalar("uploadRegister", string, { label: "address of a document to upload" })),
  );
  const assertion = structures.publisherAssertion;
  return {
    save_business: el.struct(
      "save_business",
      {
        generic,
        authInfo,
        businessEntity: requiredIn(3, many(structures.businessEntity)),
        uploadRegister,
      },
      { label: "save businesses", spec: ref },
    ),
    save_service: el.struct(
      "save_service",
      { generic, authInfo, businessService: some(structures.businessService) },
      { label: "save services", spec: ref },
    ),
    save_binding: el.struct(
      "save_binding",
      { generic, authInfo, bindingTemplate: some(structures.bindingTemplate) },
      { label: "save bindings", spec: ref },
    ),
    save_tModel: el.struct(
      "save_tModel",
      { generic, authInfo, tModel: requiredIn(3, many(structures.tModel)), uploadRegister },
      { label: "save technical models", spec: ref },
    ),
    delete_business: el.struct(
      "delete_business",
      { generic, authInfo, businessKey: some(frame.businessKey) },
      { label: "delete businesses", spec: ref },
    ),
    delete_service: el.struct(
      "delete_service",
      { generic, authInfo, serviceKey: some(frame.serviceKey) },
      { label: "delete services", spec: ref },
    ),
    delete_binding: el.struct(
      "delete_binding",
      { generic, authInfo, bindingKey: some(frame.bindingKey) },
      { label: "delete bindings", spec: ref },
    ),
    delete_tModel: el.struct(
      "delete_tModel",
      { generic, authInfo, tModelKey: some(frame.tModelKey) },
      { label: "hide technical models", spec: ref },
    ),
    get_registeredInfo: el.struct(
      "get_registeredInfo",
      {
        generic,
        infoSelection: only(
          3,
          requiredIn(
            3,
            optionalAttribute("infoSelection", enumeration("infoSelection", ["all", "hidden", "visible"])),
          ),
        ),
        authInfo,
      },
      { label: "list one's own entries", spec: ref },
    ),
    add_publisherAssertions: el.struct(
      "add_publisherAssertions",
      { generic, authInfo, publisherAssertion: some(assertion) },
      { label: "assert relationships", spec: ref },
    ),
    set_publisherAssertions: el.struct(
      "set_publisherAssertions",
      { generic, authInfo, publisherAssertion: many(assertion) },
      { label: "replace all assertions", spec: ref },
    ),
    delete_publisherAssertions: el.struct(
      "delete_publisherAssertions",
      { generic, authInfo, publisherAssertion: some(assertion) },
      { label: "take assertions back", spec: ref },
    ),
    get_publisherAssertions: el.struct(
      "get_publisherAssertions",
      { generic, authInfo },
      { label: "list one's own assertions", spec: ref },
    ),
    get_assertionStatusReport: el.struct(
      "get_assertionStatusReport",
      {
        generic,
        authInfo,
        // any text is read, so that the registry can answer E_invalidCompletionStatus
        completionStatus: optional(
          el.scalar("completionStatus", string, { label: "state of the assertions" }),
        ),
      },
      { label: "ask for the state of assertions", spec: ref },
    ),
  };
}

/** Declares what the publication API answers, and the report of every error. */
export function declareReports(el: VersionedBuilder, bags: Bags, structures: Structures, frame: Frame) {
  const ref = el.spec("Publication API");
  const { generic, operator } = frame;
  const keysOwned = el.struct("keysOwned", {
    fromKey: optional(structures.fromKey),
    toKey: optional(structures.toKey),
  });
  const assertionStatusItem = el.struct(
    "assertionStatusItem",
    {
      completionStatus: attribute("completionStatus", enumeration("completionStatus", completionStates)),
      fromKey: one(structures.fromKey),
      toKey: one(structures.toKey),
      keyedReference: one(bags.keyedReference),
      keysOwned: one(keysOwned),
    },
    { label: "state of an assertion" },
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
  const assertions = { publisherAssertion: many(structures.publisherAssertion) };
  return {
    assertionStatusReport: el.struct(
      "assertionStatusReport",
      { generic, operator, assertionStatusItem: many(assertionStatusItem) },
      { label: "states of assertions", spec: ref },
    ),
    publisherAssertions: el.struct(
      "publisherAssertions",
      {
        generic,
        operator,
        authorizedName: only(2, requiredIn(2, optionalAttribute("authorizedName", string))),
        ...assertions,
      },
      { label: "assertions", spec: ref },
    ),
    publisherAssertionsResponse: el.struct("publisherAssertionsResponse", assertions, {
      label: "assertions",
      spec: ref,
    }),
    dispositionReport: el.struct(
      "dispositionReport",
      { generic, operator, result: some(result) },
      {
        label: "disposition report",
        doc: "Success, or the error inside a SOAP fault.",
        spec: el.spec("Error handling"),
      },
    ),
  };
}
