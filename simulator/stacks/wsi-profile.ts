import { SOAP11, SOAP12, WSA, WSSE, WSU } from "../protocols/soap/namespaces.ts";
import { isCallbackName, isOperationName, WSI, WSI_WSDL } from "../protocols/wsi/index.ts";

/**
 * An implementation of the WSI whose binding has other names (contract, section 1): the messages are the contract's, their
 * namespaces, actions and addresses are its own.
 */
export interface WsiProfile {
  /** For people. */
  readonly name: string;
  /** Namespace of messages and types. */
  readonly namespace: string;
  /** Target namespace of the WSDL. */
  readonly wsdlNamespace: string;
  /** SOAPAction and `wsa:Action` of a request: a text in which `{operation}` stands once, and `{namespace}` may stand. */
  readonly action: string;
  /** Path of the endpoint below the address of the DM server. */
  readonly path: string;
  /** Path of the callback endpoint below the address of the External System. */
  readonly callbackPath: string;
}

/** The binding of the contract itself. */
export const contractProfile: WsiProfile = {
  name: "DM WSI contract",
  namespace: WSI,
  wsdlNamespace: WSI_WSDL,
  action: "{namespace}:{operation}",
  path: "/wsi",
  callbackPath: "/es/callback",
};

/** Namespaces that stand for something else in every message. */
const taken: readonly string[] = [
  SOAP11,
  SOAP12,
  WSA,
  WSSE,
  WSU,
  "http://www.w3.org/2001/XMLSchema",
  "http://www.w3.org/XML/1998/namespace",
  "http://schemas.xmlsoap.org/wsdl/",
];
/** Beginnings of paths at which a host serves other things. */
const takenPaths = /^\/(dm|packages|uddi|i|es|wsi\/callback)(\/|$)/;

/** What is wrong with a profile, by field; undefined when it can be used. */
export function profileProblem(
  profile: WsiProfile,
): { readonly field: keyof WsiProfile; readonly text: string } | undefined {
  const { namespace, wsdlNamespace, action, path, callbackPath } = profile;
  for (const field of ["namespace", "wsdlNamespace"] as const) {
    if (!isPlainText(profile[field]))
      return { field, text: "must be a URI without blanks, quotes, &, < and >" };
    if (taken.includes(profile[field])) return { field, text: "is a namespace of SOAP, XML or WSDL" };
  }
  if (namespace === wsdlNamespace) return { field: "wsdlNamespace", text: "must differ from namespace" };
  if (action.split("{operation}").length !== 2)
    return { field: "action", text: "must have {operation} in it once" };
  if (!isPlainText(action)) return { field: "action", text: "must be without blanks, quotes, &, < and >" };
  if (!isPath(path) || (takenPaths.test(path) && path !== contractProfile.path))
    return { field: "path", text: "must be a path like /services/dm, at which nothing else is served" };
  if (!isPath(callbackPath) || (takenPaths.test(callbackPath) && !callbackPath.startsWith("/es/")))
    return { field: "callbackPath", text: "must be a path like /callbacks, at which nothing else is served" };
  if (path === callbackPath) return { field: "callbackPath", text: "must differ from path" };
  return undefined;
}

function isPlainText(text: string): boolean {
  return /^[^\s"'&<>]+$/.test(text);
}

function isPath(text: string): boolean {
  return /^(\/[A-Za-z0-9._~-]+)+$/.test(text) && !/\/\.\.?(\/|$)/.test(text);
}

/** The action of an operation or a callback under a profile. */
export function profiledAction({ action, namespace }: WsiProfile, operation: string): string {
  return action.replaceAll("{namespace}", () => namespace).replace("{operation}", () => operation);
}

/** The operation or callback of an action under a profile, or undefined. */
export function operationOfAction(profile: WsiProfile, action: string): string | undefined {
  const [before = "", after = ""] = profiledAction(profile, "{operation}").split("{operation}");
  if (action.length <= before.length + after.length) return undefined;
  if (!action.startsWith(before) || !action.endsWith(after)) return undefined;
  const name = action.slice(before.length, action.length - after.length);
  return isOperationName(name) || isCallbackName(name) ? name : undefined;
}
