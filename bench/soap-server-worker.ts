import { accountOf } from "./dm-accounts.ts";
import { SOAP_DEVICES, SOAP_SYSTEM } from "./soap-messages.ts";
import { openDmServer } from "./whole-dm-server.ts";
import { serveWorker } from "./worker.ts";

/* Worker: our DM server behind an HTTP wire, with policy and a store in memory. */
const { origin } = await openDmServer({
  systems: [SOAP_SYSTEM],
  devices: Array.from({ length: SOAP_DEVICES }, (_, index) => accountOf(index)),
});
serveWorker({ origin });
