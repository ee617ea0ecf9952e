import type { WbxmlVocabulary } from "../../schema/wbxml/vocabulary.ts";

/*
 * WBXML tokens of wap-provisioningdoc (Provisioning Content 1.1, 7): tags on page 0, attribute starts and attribute
 * values on pages 0 and 1. Where a word stands on both pages its token is the same.
 */

/** Numeric public identifier of the document type. */
export const PROV_PUBLIC_ID = 0x0b;

/** Tags by token. */
export const tagNames: Readonly<Record<number, string>> = {
  0x05: "wap-provisioningdoc",
  0x06: "characteristic",
  0x07: "parm",
};

/** The document type for the reader of headers. */
export const documentType: WbxmlVocabulary = {
  publicIds: [
    { number: PROV_PUBLIC_ID, text: "-//WAPFORUM//DTD PROV 1.0//EN", label: "provisioning document" },
  ],
  codePages: [{ number: 0, namespace: "", tags: tagNames }],
};

/** What an attribute start stands for: the attribute, and the beginning of its value. */
export interface AttributeStart {
  readonly name: string;
  readonly prefix: string;
}

/** Words from a token on, each one more than the one before. */
type Run = readonly [first: number, words: readonly string[]];

const nameRuns: readonly (readonly Run[])[] = [
  [
    [
      0x07,
      [
        "NAME",
        "NAP-ADDRESS",
        "NAP-ADDRTYPE",
        "CALLTYPE",
        "VALIDUNTIL",
        "AUTHTYPE",
        "AUTHNAME",
        "AUTHSECRET",
        "LINGER",
        "BEARER",
        "NAPID",
        "COUNTRY",
        "NETWORK",
        "INTERNET",
        "PROXY-ID",
        "PROXY-PROVIDER-ID",
        "DOMAIN",
        "PROVURL",
        "PXAUTH-TYPE",
        "PXAUTH-ID",
        "PXAUTH-PW",
        "STARTPAGE",
        "BASAUTH-ID",
        "BASAUTH-PW",
        "PUSHENABLED",
        "PXADDR",
        "PXADDRTYPE",
        "TO-NAPID",
        "PORTNBR",
        "SERVICE",
        "LINKSPEED",
        "DNLINKSPEED",
        "LOCAL-ADDR",
        "LOCAL-ADDRTYPE",
        "CONTEXT-ALLOW",
        "TRUST",
        "MASTER",
        "SID",
        "SOC",
        "WSP-VERSION",
        "PHYSICAL-PROXY-ID",
        "CLIENT-ID",
        "DELIVERY-ERR-SDU",
        "DELIVERY-ORDER",
        "TRAFFIC-CLASS",
        "MAX-SDU-SIZE",
        "MAX-BITRATE-UPLINK",
        "MAX-BITRATE-DNLINK",
        "RESIDUAL-BER",
        "SDU-ERROR-RATIO",
        "TRAFFIC-HANDL-PRIO",
        "TRANSFER-DELAY",
        "GUARANTEED-BITRATE-UPLINK",
        "GUARANTEED-BITRATE-DNLINK",
        "PXADDR-FQDN",
        "PROXY-PW",
        "PPGAUTH-TYPE",
      ],
    ],
    [0x47, ["PULLENABLED", "DNS-ADDR", "MAX-NUM-RETRY", "FIRST-RETRY-TIMEOUT", "REREG-THRESHOLD", "T-BIT"]],
    [0x4e, ["AUTH-ENTITY", "SPI"]],
  ],
  [
    [0x07, ["NAME"]],
    [0x14, ["INTERNET"]],
    [0x1c, ["STARTPAGE"]],
    [0x22, ["TO-NAPID", "PORTNBR", "SERVICE"]],
    [
      0x2e,
      [
        "AACCEPT",
        "AAUTHDATA",
        "AAUTHLEVEL",
        "AAUTHNAME",
        "AAUTHSECRET",
        "AAUTHTYPE",
        "ADDR",
        "ADDRTYPE",
        "APPID",
        "APROTOCOL",
        "PROVIDER-ID",
        "TO-PROXY",
        "URI",
        "RULE",
      ],
    ],
  ],
];

const typeRuns: readonly (readonly Run[])[] = [
  [
    [
      0x51,
      [
        "PXLOGICAL",
        "PXPHYSICAL",
        "PORT",
        "VALIDITY",
        "NAPDEF",
        "BOOTSTRAP",
        "VENDORCONFIG",
        "CLIENTIDENTITY",
        "PXAUTHINFO",
        "NAPAUTHINFO",
        "ACCESS",
      ],
    ],
  ],
  [
    [0x53, ["PORT"]],
    [0x55, ["APPLICATION", "APPADDR", "APPAUTH", "CLIENTIDENTITY", "RESOURCE"]],
  ],
];

const valueRuns: readonly (readonly Run[])[] = [
  [
    [0x85, ["IPV4", "IPV6", "E164", "ALPHA", "APN", "SCODE", "TETRA-ITSI", "MAN"]],
    [0x90, ["ANALOG-MODEM", "V.120", "V.110", "X.31", "BIT-TRANSPARENT", "DIRECT-ASYNCHRONOUS-DATA-SERVICE"]],
    [0x9a, ["PAP", "CHAP", "HTTP-BASIC", "HTTP-DIGEST", "WTLS-SS", "MD5"]],
    [
      0xa2,
      [
        "GSM-USSD",
        "GSM-SMS",
        "ANSI-136-GUTS",
        "IS-95-CDMA-SMS",
        "IS-95-CDMA-CSD",
        "IS-95-CDMA-PACKET",
        "ANSI-136-CSD",
        "ANSI-136-GPRS",
        "GSM-CSD",
        "GSM-GPRS",
        "AMPS-CDPD",
        "PDC-CSD",
        "PDC-PACKET",
        "IDEN-SMS",
        "IDEN-CSD",
        "IDEN-PACKET",
        "FLEX/REFLEX",
        "PHS-SMS",
        "PHS-CSD",
        "TETRA-SDS",
        "TETRA-PACKET",
        "ANSI-136-GHOST",
        "MOBITEX-MPAK",
        "CDMA2000-1X-SIMPLE-IP",
        "CDMA2000-1X-MOBILE-IP",
      ],
    ],
    [0xc5, ["AUTOBAUDING"]],
    [
      0xca,
      [
        "CL-WSP",
        "CO-WSP",
        "CL-SEC-WSP",
        "CO-SEC-WSP",
        "CL-SEC-WTA",
        "CO-SEC-WTA",
        "OTA-HTTP-TO",
        "OTA-HTTP-TLS-TO",
        "OTA-HTTP-PO",
        "OTA-HTTP-TLS-PO",
      ],
    ],
    [0xe0, ["AAA", "HA"]],
  ],
  [
    [0x86, ["IPV6", "E164", "ALPHA"]],
    [0x8d, ["APPSRV", "OBEX"]],
    [0x90, [",", "HTTP-", "BASIC", "DIGEST"]],
  ],
];

/** Attribute starts of a page by token. */
export const attributeStarts: readonly ReadonlyMap<number, AttributeStart>[] = [0, 1].map((page) => {
  const starts = new Map<number, AttributeStart>([
    [0x05, { name: "name", prefix: "" }],
    [0x06, { name: "value", prefix: "" }],
    [0x50, { name: "type", prefix: "" }],
  ]);
  for (const [token, prefix] of spread(nameRuns[page])) starts.set(token, { name: "name", prefix });
  for (const [token, prefix] of spread(typeRuns[page])) starts.set(token, { name: "type", prefix });
  if (page > 0) return starts;
  return starts.set(0x45, { name: "version", prefix: "" }).set(0x46, { name: "version", prefix: "1.0" });
});

/** Attribute values of a page by token. */
export const attributeValues: readonly ReadonlyMap<number, string>[] = valueRuns.map(
  (runs) => new Map(spread(runs)),
);

/** Where a word is found by those who write: its code page and token. */
export interface PlacedToken {
  readonly page: number;
  readonly token: number;
}

/** Attribute starts by attribute name and beginning of the value, `name=APPID`; the first page wins. */
export const startTokens: ReadonlyMap<string, PlacedToken> = placed(
  attributeStarts.map((starts) =>
    [...starts].map(([token, { name, prefix }]) => [token, `${name}=${prefix}`]),
  ),
);

/** Attribute values by word; the first page wins. */
export const valueTokens: ReadonlyMap<string, PlacedToken> = placed(
  attributeValues.map((values) => [...values]),
);

function spread(runs: readonly Run[] = []): [token: number, word: string][] {
  return runs.flatMap(([first, words]) =>
    words.map((word, index): [number, string] => [first + index, word]),
  );
}

function placed(
  pages: readonly (readonly (readonly [token: number, word: string])[])[],
): ReadonlyMap<string, PlacedToken> {
  const tokens = new Map<string, PlacedToken>();
  for (const [page, entries] of pages.entries())
    for (const [token, word] of entries) if (!tokens.has(word)) tokens.set(word, { page, token });
  return tokens;
}
