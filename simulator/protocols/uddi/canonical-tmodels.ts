import type { UddiVersion } from "./version.ts";

/** A tModel that every registry knows. */
export interface CanonicalTModel {
  readonly name: string;
  readonly description: string;
  /** Version 2 key as the specification writes it; absent for a tModel of version 3 only. */
  readonly key2?: string;
  readonly key3: string;
  /** What it is, as values of uddi-org:types. */
  readonly types: readonly string[];
  readonly overviewURL?: string;
}

const note = (fragment: string): string =>
  `http://www.oasis-open.org/committees/uddi-spec/doc/tn/uddi-spec-tc-tn-wsdl-v2.htm#${fragment}`;
const transport = ["transport"];
const category = ["categorization", "unchecked"];
const checked = ["categorization", "checked"];
const api = ["specification", "xmlSpec", "soapSpec", "wsdlSpec"];

/** The tModels that a registry holds from its start; they belong to its operator (UDDI and the OASIS note on WSDL). */
export const canonicalTModels = {
  types: {
    name: "uddi-org:types",
    description: "kinds of tModels",
    key2: "uuid:C1ACF26D-9672-4404-9D70-39B756E62AB4",
    key3: "uddi:uddi.org:categorization:types",
    types: checked,
  },
  wsdlTypes: {
    name: "uddi-org:wsdl:types",
    description: "which WSDL component an entry stands for",
    key2: "uuid:6e090afa-33e5-36eb-81b7-1ca18373f457",
    key3: "uddi:uddi.org:wsdl:types",
    types: category,
    overviewURL: note("wsdlTypes"),
  },
  xmlNamespace: {
    name: "uddi-org:xml:namespace",
    description: "namespace of the component",
    key2: "uuid:d01987d1-ab2e-3013-9be2-2a66eb99d824",
    key3: "uddi:uddi.org:xml:namespace",
    types: category,
    overviewURL: note("xmlNamespace"),
  },
  xmlLocalName: {
    name: "uddi-org:xml:localName",
    description: "local name of the component",
    key2: "uuid:2ec65201-9109-3919-9bec-c9dbefcaccf6",
    key3: "uddi:uddi.org:xml:localname",
    types: category,
    overviewURL: note("xmlLocalName"),
  },
  portTypeReference: {
    name: "uddi-org:wsdl:portTypeReference",
    description: "portType of a binding",
    key2: "uuid:082b0851-25d8-303c-b332-f24a6d53e38e",
    key3: "uddi:uddi.org:wsdl:porttypereference",
    types: checked,
    overviewURL: note("portTypeReference"),
  },
  protocol: {
    name: "uddi-org:wsdl:categorization:protocol",
    description: "protocol of a binding",
    key2: "uuid:4dc74177-7806-34d9-aecd-33c57dc3a865",
    key3: "uddi:uddi.org:wsdl:categorization:protocol",
    types: checked,
    overviewURL: note("protocol"),
  },
  transport: {
    name: "uddi-org:wsdl:categorization:transport",
    description: "transport of a binding",
    key2: "uuid:e5c43936-86e4-37bf-8196-1d04b35c0099",
    key3: "uddi:uddi.org:wsdl:categorization:transport",
    types: checked,
    overviewURL: note("transport"),
  },
  soap: {
    name: "uddi-org:protocol:soap",
    description: "SOAP 1.1",
    key2: "uuid:aa254698-93de-3870-8df3-a5c075d64a0e",
    key3: "uddi:uddi.org:protocol:soap",
    types: ["protocol"],
    overviewURL: note("soap"),
  },
  soap12: {
    name: "uddi-org:protocol:soap12",
    description: "SOAP 1.2",
    key3: "uddi:uddi.org:protocol:soap12",
    types: ["protocol"],
  },
  httpProtocol: {
    name: "uddi-org:protocol:http",
    description: "HTTP GET and POST bindings",
    key2: "uuid:6e10b91b-babc-3442-b8fc-5a3c8fde0794",
    key3: "uddi:uddi.org:protocol:http",
    types: ["protocol"],
    overviewURL: note("http"),
  },
  wsdlAddress: {
    name: "uddi-org:wsdl:address",
    description: "the address stands in the WSDL",
    key2: "uuid:ad61de98-4db8-31b2-a299-a2373dc97212",
    key3: "uddi:uddi.org:wsdl:address",
    types: [],
    overviewURL: note("Address"),
  },
  http: {
    name: "uddi-org:http",
    description: "HTTP",
    key2: "uuid:68DE9E80-AD09-469D-8A37-088422BFBC36",
    key3: "uddi:uddi.org:transport:http",
    types: transport,
  },
  smtp: {
    name: "uddi-org:smtp",
    description: "SMTP",
    key2: "uuid:93335D49-3EFB-48A0-ACEA-EA102B60DDC6",
    key3: "uddi:uddi.org:transport:smtp",
    types: transport,
  },
  ftp: {
    name: "uddi-org:ftp",
    description: "FTP",
    key2: "uuid:5FCF5CD0-629A-4C50-8B16-F94E9CF2A674",
    key3: "uddi:uddi.org:transport:ftp",
    types: transport,
  },
  generalKeywords: {
    name: "uddi-org:general_keywords",
    description: "keywords",
    key2: "uuid:A035A07C-F362-44DD-8F95-E2B134BF43B4",
    key3: "uddi:uddi.org:categorization:general_keywords",
    types: ["categorization"],
  },
  inquiry2: {
    name: "uddi-org:inquiry_v2",
    description: "inquiry API of UDDI version 2",
    key2: "uuid:AC104DCC-D623-452F-88A7-F8ACD94D9B2B",
    key3: "uddi:uddi.org:v2_inquiry",
    types: api,
  },
  inquiry3: apiModel("inquiry"),
  publication3: apiModel("publication"),
  security3: apiModel("security"),
  subscription3: apiModel("subscription"),
  serverAuthenticated: {
    name: "uddi-org:serverAuthenticatedSSL3",
    description: "HTTPS whose server proves who it is",
    key2: "uuid:c8aea832-3faf-33c6-b32a-bbfd1b926294",
    key3: "uddi:uddi.org:protocol:serverauthenticatedssl3",
    types: ["protocol"],
  },
  mutualAuthenticated: {
    name: "uddi-org:mutualAuthenticatedSSL3",
    description: "HTTPS whose server and client prove who they are",
    key2: "uuid:9555b5b6-55d4-3b0e-bb17-e084fed4e33f",
    key3: "uddi:uddi.org:protocol:mutualauthenticatedssl3",
    types: ["protocol"],
  },
} as const satisfies Readonly<Record<string, CanonicalTModel>>;

function apiModel(name: string): CanonicalTModel {
  return {
    name: `uddi-org:${name}_v3`,
    description: `${name} API of UDDI version 3`,
    key3: `uddi:uddi.org:v3_${name}`,
    types: api,
  };
}

/** Keys of the canonical tModels with which WSDL is described, as each version writes them. */
export type CanonicalKeys = Readonly<Record<keyof typeof canonicalTModels, string>>;

function keysOf(version: UddiVersion): CanonicalKeys {
  const entries = Object.entries<CanonicalTModel>(canonicalTModels);
  return Object.fromEntries(
    entries.map(([id, { key2, key3 }]) => [id, version === 2 ? (key2 ?? key3) : key3]),
  ) as CanonicalKeys;
}

/** Keys by version. A tModel that version 2 does not know stands there with its version 3 key. */
export const canonicalKeys: Readonly<Record<UddiVersion, CanonicalKeys>> = { 2: keysOf(2), 3: keysOf(3) };

/** Keys of the canonical tModels in version 2. */
export const tModelKeys = canonicalKeys[2];

/** Values that the checked taxonomy uddi-org:types has. */
export const tModelTypes: ReadonlySet<string> = new Set([
  "tModel",
  "identifier",
  "namespace",
  "categorization",
  "categorizationGroup",
  "relationship",
  "postalAddress",
  "specification",
  "xmlSpec",
  "soapSpec",
  "wsdlSpec",
  "protocol",
  "transport",
  "signatureComponent",
  "unvalidatable",
  "checked",
  "unchecked",
  "cacheable",
  "uncacheable",
  "keyGenerator",
  "findQualifier",
  "sortOrder",
  "validationService",
  "protocol:soap",
  "valueSet",
]);
