import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { CertificateView, PolicyCommandInput } from "../../simulator/api/index.ts";
import { announce } from "./announcer.ts";
import { host } from "./host-client.ts";
import { attempt, problem } from "./problem.ts";
import { save } from "./save-file.ts";
import { createStore } from "./store.ts";

/** Where External Systems are changed: the DM server of a run, its first when undefined. */
export interface PoliciesPlace {
  readonly run: string;
  readonly server: string | undefined;
}

/** Counts what was changed from here, so that screens read again at once. */
export const policyRevision = createStore(0);

/**
 * Changes External Systems and says that it was done, with Undo where it can be taken back.
 *
 * @returns why it was not done, as a sentence; undefined when it was
 */
export async function changePolicy(
  place: PoliciesPlace,
  command: PolicyCommandInput,
  done: string,
): Promise<string | undefined> {
  try {
    const { undo } = await host.policies.command({ ...named(place), command });
    problem.set(undefined);
    policyRevision.update((count) => count + 1);
    announce(done);
    showDone(place, done, undo);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** The same where no form shows the reason: it then stands above the screen. */
export async function tellPolicy(
  place: PoliciesPlace,
  command: PolicyCommandInput,
  done: string,
): Promise<boolean> {
  const reason = await changePolicy(place, command, done);
  if (reason !== undefined) problem.set(reason);
  return reason === undefined;
}

/** A place as the API names it. */
export function named({ run, server }: PoliciesPlace): { run: string; server?: string } {
  return server === undefined ? { run } : { run, server };
}

/** Has the test CA sign a certificate. The result is why it was not done, undefined when it was. */
export async function issueCertificate(kind: "server" | "client", name: string): Promise<string | undefined> {
  try {
    await host.policies.certificates.issue({ kind, name });
    policyRevision.update((count) => count + 1);
    notifications.show({ message: `A certificate for ${name} was issued.` });
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

/** Replaces a certificate by a fresh one. */
export async function renewCertificate({ id, subject }: CertificateView): Promise<void> {
  const fresh = await attempt("Renewing the certificate", () => host.policies.certificates.renew({ id }));
  if (fresh === undefined) return;
  policyRevision.update((count) => count + 1);
  notifications.show({ message: `${subject} has a fresh certificate.` });
}

/** Saves a certificate as a PEM file. */
export async function saveCertificate({ id }: CertificateView, withKey: boolean): Promise<void> {
  const file = await attempt("The export", () => host.policies.certificates.export({ id, withKey }));
  if (file !== undefined) save(file, withKey ? "with its key" : "without a key");
}

/** What was done last: only this can be taken back. */
let shown: string | undefined;

function showDone(place: PoliciesPlace, done: string, undo: readonly PolicyCommandInput[]): void {
  if (shown !== undefined) notifications.hide(shown);
  const id = notifications.show({
    message:
      undo.length === 0 ? (
        done
      ) : (
        <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
          <span style={{ flex: 1 }}>{done}</span>
          <Button
            variant="white"
            onClick={() => {
              notifications.hide(id);
              void takeBack(place, undo);
            }}
          >
            Undo
          </Button>
        </span>
      ),
  });
  shown = id;
}

async function takeBack(place: PoliciesPlace, undo: readonly PolicyCommandInput[]): Promise<void> {
  try {
    for (const command of undo) await host.policies.command({ ...named(place), command });
    policyRevision.update((count) => count + 1);
    announce("Taken back.");
    notifications.show({ message: "Taken back." });
  } catch (cause) {
    problem.set(`It could not be taken back: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
