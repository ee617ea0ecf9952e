/** Plain words for characteristics, by type. */
export const characteristicLabels: Readonly<Record<string, string>> = {
  ACCESS: "rule of access",
  APPADDR: "address of the application's server",
  APPAUTH: "credentials",
  APPLICATION: "application",
  BOOTSTRAP: "properties of the bootstrap",
  CLIENTIDENTITY: "identity of the client",
  NAPAUTHINFO: "credentials of the network access point",
  NAPDEF: "network access point",
  PORT: "port",
  PXAUTHINFO: "credentials of the proxy",
  PXLOGICAL: "proxy",
  PXPHYSICAL: "address of the proxy",
  RESOURCE: "resource of the application",
  VALIDITY: "where it is valid",
  VENDORCONFIG: "the vendor's own",
};

/** Plain words for parms, by name. */
export const parmLabels: Readonly<Record<string, string>> = {
  AAUTHDATA: "nonce",
  AAUTHLEVEL: "who authenticates itself",
  AAUTHNAME: "user name",
  AAUTHSECRET: "password",
  AAUTHTYPE: "authentication type",
  ADDR: "address",
  ADDRTYPE: "type of the address",
  APPID: "kind of application",
  AUTHNAME: "user name",
  AUTHSECRET: "password",
  AUTHTYPE: "authentication type",
  BEARER: "bearer",
  INIT: "start a session at once",
  NAME: "name",
  "NAP-ADDRESS": "address of the access point",
  "NAP-ADDRTYPE": "type of the address",
  NAPID: "identifier of the access point",
  PORTNBR: "port number",
  "PROVIDER-ID": "server identifier",
  "PROXY-ID": "identifier of the proxy",
  "PXAUTH-ID": "user name",
  "PXAUTH-PW": "password",
  PXADDR: "address of the proxy",
  PXADDRTYPE: "type of the address",
  STARTPAGE: "start page",
  "TO-NAPID": "access point to be used",
  "TO-PROXY": "proxy to be used",
};

/** Plain meanings of values that are codes, by parm and value. */
export const valueMeanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  APPID: { w2: "browser", w4: "multimedia messages", w5: "data synchronisation", w7: "device management" },
  AAUTHLEVEL: {
    APPSRV: "the device towards the server",
    CLIENT: "the server towards the device",
    OBEX: "towards the OBEX transport",
  },
  AAUTHTYPE: { BASIC: "user name and password", DIGEST: "MD5 digest", HMAC: "MAC of the message" },
};

/** Parms whose values are secrets. */
export const secretParms: ReadonlySet<string> = new Set([
  "AAUTHDATA",
  "AAUTHSECRET",
  "AUTHSECRET",
  "BASAUTH-PW",
  "PROXY-PW",
  "PXAUTH-PW",
]);
