import type { Session, WebContents } from "electron";
import { APP_SCHEME } from "./app-scheme.ts";

/** The one permission that the page has: to put text on the clipboard when somebody presses "copy". */
const GRANTED: ReadonlySet<string> = new Set(["clipboard-sanitized-write"]);

/** Schemes that a window may load from: the page itself, what it made, and the developer tools. */
const LOADABLE: ReadonlySet<string> = new Set([`${APP_SCHEME}:`, "blob:", "data:", "devtools:"]);

/** Takes from a session every permission but one, and the network altogether. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    decide(GRANTED.has(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) => GRANTED.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((request, decide) => {
    decide({ cancel: !LOADABLE.has(new URL(request.url).protocol) });
  });
  session.on("will-download", (event, item) => {
    // The page saves exports from memory; anything else was not started by it.
    if (!item.getURL().startsWith("blob:")) event.preventDefault();
  });
}

/** Keeps a page where it is: no navigation, no second window, no embedded one. */
export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => {
    event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => {
    event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
  });
}
