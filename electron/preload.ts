import { ipcRenderer } from "electron";
import { hostChannels, isConnectRequest, type HostStopped, type MessageToPage } from "./channels.ts";

/*
 * The only bridge between the page and the rest: one request, answered with one message port. The page
 * gets no function of Electron and cannot name a channel.
 */

/** Posts to this very page; "/" is the page's own origin. */
function tellPage(message: MessageToPage, ports: readonly MessagePort[] = []): void {
  window.postMessage(message, "/", [...ports]);
}

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== window.location.origin) return;
  if (isConnectRequest(event.data)) ipcRenderer.send(hostChannels.connect);
});

ipcRenderer.on(hostChannels.port, (event) => {
  tellPage({ type: hostChannels.port }, event.ports);
});

ipcRenderer.on(hostChannels.stopped, (_event, { code }: HostStopped) => {
  tellPage({ type: hostChannels.stopped, code });
});
