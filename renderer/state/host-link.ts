import { setHostWay } from "./host-client.ts";
import { connectToHost, HostRefusal, inDesktopWindow } from "./host-transport.ts";
import { createStore } from "./store.ts";

/** Where the page stands with the host. */
export type HostLink =
  | { readonly phase: "connecting" }
  | { readonly phase: "ready" }
  /** The way is gone; another try follows by itself after `waitMs`. */
  | { readonly phase: "lost"; readonly tries: number; readonly waitMs: number }
  /** The host ended in the desktop window; somebody must ask for a new one. */
  | { readonly phase: "stopped"; readonly code: number }
  | { readonly phase: "refused"; readonly reason: string };

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

export const hostLink = createStore<HostLink>({ phase: "connecting" });

let tries = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Connects, and connects again after a loss, each time after a longer pause. */
export async function connect(): Promise<void> {
  clearTimeout(timer);
  if (hostLink.get().phase !== "lost") hostLink.set({ phase: "connecting" });
  try {
    const { link, closed } = await connectToHost();
    tries = 0;
    setHostWay(link);
    hostLink.set({ phase: "ready" });
    const { code } = await closed;
    setHostWay(undefined);
    if (inDesktopWindow()) hostLink.set({ phase: "stopped", code: code ?? 0 });
    else retryLater();
  } catch (cause) {
    if (cause instanceof HostRefusal) hostLink.set({ phase: "refused", reason: cause.message });
    else retryLater();
  }
}

function retryLater(): void {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  tries += 1;
  hostLink.set({ phase: "lost", tries, waitMs });
  timer = setTimeout(() => void connect(), waitMs);
}
