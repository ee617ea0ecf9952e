import { createXmlReader } from "../../schema/xml/index.ts";
import { definitions } from "./definitions.ts";

/** A service description as far as a client needs it. */
export interface ServiceDescription {
  readonly targetNamespace: string | undefined;
  /** Addresses of imported schemas, as written: possibly relative. */
  readonly schemaLocations: readonly string[];
  readonly ports: readonly {
    readonly service: string;
    readonly name: string;
    readonly soapVersion: "1.1" | "1.2";
    readonly address: string;
  }[];
}

const read = createXmlReader(definitions);

/** Reads a WSDL 1.1 document, or says why it is none. */
export function readWsdl(bytes: Uint8Array): ServiceDescription | { readonly problem: string } {
  const { value, findings } = read(bytes);
  if (!value) return { problem: findings[0]?.text ?? "the document is no WSDL" };
  return {
    targetNamespace: value.targetNamespace,
    schemaLocations: (value.types?.schema ?? []).flatMap((schema) =>
      schema.import.flatMap(({ schemaLocation }) => (schemaLocation === undefined ? [] : [schemaLocation])),
    ),
    ports: value.service.flatMap((service) =>
      service.port.flatMap(({ name, address11, address12 }) => [
        ...(address11
          ? [{ service: service.name, name, soapVersion: "1.1" as const, address: address11.location }]
          : []),
        ...(address12
          ? [{ service: service.name, name, soapVersion: "1.2" as const, address: address12.location }]
          : []),
      ]),
    ),
  };
}
