const titles: Readonly<Record<string, string>> = {
  wsi: "WSI",
  wsdl: "WSDL",
  dm: "DM",
  uddiInquiry: "UDDI inquiry",
  uddiPublish: "UDDI publish",
  uddiSecurity: "UDDI security",
};

/** The name of an address of the host as people call it. */
export function addressTitle(name: string): string {
  return titles[name] ?? name;
}
