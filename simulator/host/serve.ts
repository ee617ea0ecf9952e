import type { HostCommandOptions } from "./cli/options.ts";
import type { Output } from "./cli/output.ts";
import { startHost, type RunningHost } from "./host.ts";
import { addressesOf, instanceAddresses, type ServedAddress } from "./live-addresses.ts";

/** The ready line of `serve`: every URL, and whether what is acknowledged survives the process. */
export interface ReadyLine {
  readonly ui: string;
  readonly durable: boolean;
  /** The addresses of further DM servers, where there are any. */
  readonly instances?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly [address: string]: string | boolean | ReadyLine["instances"];
}

/** Starts a host, tells when it is ready, and stops it cleanly on SIGTERM or SIGINT. */
export async function serveUntilStopped(
  options: HostCommandOptions,
  output: Output,
  onReady: (ready: ReadyLine) => void,
): Promise<void> {
  // Listening from the start, so that a signal during the start is not lost.
  const stopped = stopSignal();
  const host = await startHost({
    ...options,
    withPage: true,
    onTrouble: (error) => {
      output.say(`dmwsi: ${error.message}`);
    },
  });
  tellSecrets(host, output);
  onReady(readyLine(host));
  await stopped;
  await host.close();
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off("SIGTERM", stop).off("SIGINT", stop);
      resolve();
    };
    process.on("SIGTERM", stop).on("SIGINT", stop);
  });
}

function tellSecrets({ demoPassword, world, ui }: RunningHost, output: Output): void {
  if (demoPassword !== undefined)
    output.say(
      `External System "demo" has the password ${demoPassword} (this start only; --config names lasting ones).`,
    );
  if (!world.wire.loopback || ui?.loopback === false)
    output.say("A listener is open to other computers, without encryption.");
}

function readyLine({ world, ui }: RunningHost): ReadyLine {
  const { durable } = world.host();
  const urlsOf = (addresses: readonly ServedAddress[]): Record<string, string> =>
    Object.fromEntries(addresses.map(({ name, url }) => [name, url]));
  const further = Array.from(
    instanceAddresses(world.wire, world.served),
    ([name, addresses]) => [name, urlsOf(addresses)] as const,
  );
  return {
    ...urlsOf(addressesOf(world.wire, true, world.served[0]?.profile)),
    ui: ui?.url ?? "",
    durable,
    ...(further.length > 0 ? { instances: Object.fromEntries(further) } : {}),
  };
}
