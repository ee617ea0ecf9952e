import { MessageChannelMain, utilityProcess } from "electron";
import type { MessagePortMain, UtilityProcess } from "electron";
import type { HostStopped } from "./channels.ts";

/** What a host process is started with. */
export interface HostProcessOptions {
  /** The built `entry-electron.js`. */
  readonly entry: string;
  /** The command line's options for the host. */
  readonly args: readonly string[];
  /** Called when the host ended without {@link HostProcess.stop}. */
  readonly onStopped: (stopped: HostStopped) => void;
}

/**
 * The host in a process of its own, so that a busy fleet cannot freeze the window and a crash of either
 * can be shown by the other. Started at the first connection; after a crash, at the next one.
 */
export class HostProcess {
  readonly #options: HostProcessOptions;
  #child: UtilityProcess | undefined;
  #isStopping = false;

  constructor(options: HostProcessOptions) {
    this.#options = options;
  }

  /** Whether a host runs now. */
  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /**
   * Connects one page with the host.
   *
   * @returns the page's end of a channel whose other end the host has
   */
  connect(): MessagePortMain {
    const child = this.#child ?? this.#start();
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: "connect" }, [port1]);
    return port2;
  }

  /** Ends the host (SIGTERM, on which it writes what it owes to disk) and waits until it is gone. */
  stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      child.once("exit", () => {
        resolve();
      });
      child.kill();
    });
  }

  #start(): UtilityProcess {
    const { entry, args, onStopped } = this.#options;
    const child = utilityProcess.fork(entry, [...args], { serviceName: "workbench-host", stdio: "inherit" });
    child.once("exit", (code) => {
      this.#child = undefined;
      if (!this.#isStopping) onStopped({ code });
    });
    this.#child = child;
    return child;
  }
}
