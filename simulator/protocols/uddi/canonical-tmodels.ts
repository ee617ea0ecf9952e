/** A tModel that every registry knows, with its version 2 key. */
export interface CanonicalTModel {
  readonly key: string;
  readonly name: string;
  readonly description: string;
}

/** Keys of the tModels that describe WSDL in UDDI (OASIS technical note, version 2.0.2). */
export const tModelKeys = {
  types: "uuid:C1ACF26D-9672-4404-9D70-39B756E62AB4",
  wsdlTypes: "uuid:6e090afa-33e5-36eb-81b7-1ca18373f457",
  xmlNamespace: "uuid:d01987d1-ab2e-3013-9be2-2a66eb99d824",
  xmlLocalName: "uuid:2ec65201-9109-3919-9bec-c9dbefcaccf6",
  portTypeReference: "uuid:082b0851-25d8-303c-b332-f24a6d53e38e",
  protocol: "uuid:4dc74177-7806-34d9-aecd-33c57dc3a865",
  transport: "uuid:e5c43936-86e4-37bf-8196-1d04b35c0099",
  soap: "uuid:aa254698-93de-3870-8df3-a5c075d64a0e",
  http: "uuid:68DE9E80-AD09-469D-8A37-088422BFBC36",
  wsdlAddress: "uuid:ad61de98-4db8-31b2-a299-a2373dc97212",
  generalKeywords: "uuid:A035A07C-F362-44DD-8F95-E2B134BF43B4",
} as const;

/** The tModels that a registry holds from its start; they belong to its operator. */
export const canonicalTModels: readonly CanonicalTModel[] = [
  { key: tModelKeys.types, name: "uddi-org:types", description: "kinds of tModels" },
  {
    key: tModelKeys.wsdlTypes,
    name: "uddi-org:wsdl:types",
    description: "which WSDL component an entry stands for",
  },
  { key: tModelKeys.xmlNamespace, name: "uddi-org:xml:namespace", description: "namespace of the component" },
  {
    key: tModelKeys.xmlLocalName,
    name: "uddi-org:xml:localName",
    description: "local name of the component",
  },
  {
    key: tModelKeys.portTypeReference,
    name: "uddi-org:wsdl:portTypeReference",
    description: "portType of a binding",
  },
  {
    key: tModelKeys.protocol,
    name: "uddi-org:wsdl:categorization:protocol",
    description: "protocol of a binding",
  },
  {
    key: tModelKeys.transport,
    name: "uddi-org:wsdl:categorization:transport",
    description: "transport of a binding",
  },
  { key: tModelKeys.soap, name: "uddi-org:protocol:soap", description: "SOAP 1.1" },
  { key: tModelKeys.http, name: "uddi-org:http", description: "HTTP" },
  { key: tModelKeys.wsdlAddress, name: "uddi-org:wsdl:address", description: "address stands in the WSDL" },
  { key: tModelKeys.generalKeywords, name: "uddi-org:general_keywords", description: "keywords" },
];
