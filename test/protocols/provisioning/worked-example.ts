import { fromHex } from "../../../simulator/core/bytes.ts";
import type { ProvisioningDocument, W7Account } from "../../../simulator/protocols/provisioning/index.ts";
import { w7Characteristic } from "../../../simulator/protocols/provisioning/index.ts";

/** A DM account whose WBXML and MACs are known. */
export const account: W7Account = {
  serverId: "dm.example.com",
  name: "Bench DM",
  addresses: [{ address: "https://dm.example.com/oma", type: "URI", ports: [] }],
  credentials: [
    {
      level: "APPSRV",
      type: "DIGEST",
      name: "dev17",
      secret: "lamp-Shade-9",
      data: "Y2xpZW50Tm9uY2UtMDAwMQ==",
    },
    {
      level: "CLIENT",
      type: "DIGEST",
      name: "dm.example.com",
      secret: "tide-Pool-4",
      data: "c2VydmVyTm9uY2UtMDAwMA==",
    },
  ],
  toProxy: [],
  toNapId: [],
  init: false,
  further: [],
};

export const document: ProvisioningDocument = { version: "1.1", content: [w7Characteristic(account)] };

/** The same document as another encoder wrote it. */
export const octets: Uint8Array =
  fromHex(`
  030b6a00c54503312e310001c600015501873600000603773700018700013800000603646d2e6578616d706c652e636f
  6d00018707060342656e636820444d0001c60001560187340000060368747470733a2f2f646d2e6578616d706c652e63
  6f6d2f6f6d6100018700013500000603555249000101c600015701873000000600018d01873300000600019301873100
  0006036465763137000187000132000006036c616d702d53686164652d3900018700012f00000603593278705a573530
  546d3975593255744d4441774d513d3d000101c600015701873000000603434c49454e54000187000133000006000193
  01873100000603646d2e6578616d706c652e636f6d00018700013200000603746964652d506f6f6c2d3400018700012f
  0000060363325679646d5679546d3975593255744d4441774d413d3d0001010101`) ?? new Uint8Array(0);
