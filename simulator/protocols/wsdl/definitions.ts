import { spec } from "../../core/spec-ref.ts";
import { attribute, many, namespace, optional, optionalAttribute } from "../../schema/element.ts";
import { string } from "../../schema/scalar.ts";

/** Namespace of WSDL 1.1. */
export const WSDL = "http://schemas.xmlsoap.org/wsdl/";
export const WSDL_SOAP11 = "http://schemas.xmlsoap.org/wsdl/soap/";
export const WSDL_SOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
const XSD = "http://www.w3.org/2001/XMLSchema";

const ref = spec("bp", "WSDL 1.1");
const wsdl = namespace(WSDL);
const location = { location: attribute("location", string) };

const xsdImport = namespace(XSD).struct("import", {
  namespace: optionalAttribute("namespace", string),
  schemaLocation: optionalAttribute("schemaLocation", string),
});
const schema = namespace(XSD).struct("schema", { import: many(xsdImport) });
const types = wsdl.struct("types", { schema: many(schema) });
const port = wsdl.struct("port", {
  name: attribute("name", string),
  address11: optional(namespace(WSDL_SOAP11).struct("address", location)),
  address12: optional(namespace(WSDL_SOAP12).struct("address", location)),
});
const service = wsdl.struct("service", { name: attribute("name", string), port: many(port) });

/** What a client needs of a WSDL: the schemas that it imports and the addresses of its ports. The rest is passed over. */
export const definitions = wsdl.struct(
  "definitions",
  {
    targetNamespace: optionalAttribute("targetNamespace", string),
    types: optional(types),
    service: many(service),
  },
  { label: "service description", spec: ref },
);
