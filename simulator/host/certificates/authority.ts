import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorText, WorkbenchError } from "../../core/error.ts";
import { issueAuthority, issueCertificate, validUntil, type IssuedCertificate } from "./issue.ts";

/** The workbench's own authority: what it signs is good for tests, and for those who trust it on purpose. */
export interface CertificateAuthority {
  /** Its certificate, PEM. */
  readonly certificate: string;
  /** A certificate for a server with these names and addresses. */
  server(names: readonly string[]): Promise<IssuedCertificate>;
  /** A certificate for a client; `subject` becomes its common name, at most 64 characters. */
  client(subject: string): Promise<IssuedCertificate>;
}

export interface AuthorityOptions {
  /** Folder in which the authority is kept; without one it ends with the process. */
  readonly folder?: string | undefined;
  /** The date, milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** File of the authority in the data folder: its certificate and its key. */
const FILE = "ca.pem";
/** A new authority is made when the old one has less time than this; certificates of a year must fit. */
const LEAST_LEFT = 400 * 86_400_000;
const LONGEST_SUBJECT = 64;

/**
 * Opens the authority, and makes one at first use.
 *
 * @throws WorkbenchError `store/unreadable` when its file cannot be read, written or understood
 */
export async function openAuthority({
  folder,
  now = Date.now,
}: AuthorityOptions = {}): Promise<CertificateAuthority> {
  const own = folder === undefined ? await newAuthority(now()) : await keptAuthority(folder, now());
  return {
    certificate: own.certificate,
    server: (names) => issueCertificate(own, { kind: "server", names }, now()),
    client: async (subject) => {
      if (subject === "" || subject.length > LONGEST_SUBJECT)
        throw new WorkbenchError(
          "usage/subject",
          `A subject has 1 to ${LONGEST_SUBJECT} characters; "${subject.slice(0, 80)}" has ${subject.length}.`,
          { subject },
        );
      return issueCertificate(own, { kind: "client", subject }, now());
    },
  };
}

function newAuthority(now: number): Promise<IssuedCertificate> {
  return issueAuthority(`DM WSI Workbench test CA ${randomBytes(3).toString("hex")}`, now);
}

async function keptAuthority(folder: string, now: number): Promise<IssuedCertificate> {
  const file = join(folder, FILE);
  const kept = readAuthority(file);
  if (kept && kept.notAfter - now > LEAST_LEFT) return kept;
  const made = await newAuthority(now);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (kept) replaceFile(file, textOf(made));
    else writeFileSync(file, textOf(made), { flag: "wx", mode: 0o600 });
    return made;
  } catch (error) {
    // another process has made it in the meantime
    const theirs = isExisting(error) ? readAuthority(file) : undefined;
    if (theirs) return theirs;
    throw unusable(file, `cannot be written: ${errorText(error)}`, error);
  }
}

function readAuthority(file: string): IssuedCertificate | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
    chmodSync(file, 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw unusable(file, `cannot be read: ${errorText(error)}`, error);
  }
  const certificate = blockOf(text, "CERTIFICATE");
  const key = blockOf(text, "PRIVATE KEY");
  if (certificate === undefined || key === undefined)
    throw unusable(file, "does not hold a certificate and its key");
  try {
    return { certificate, key, notAfter: validUntil(certificate) };
  } catch (error) {
    throw unusable(file, `does not hold a certificate: ${errorText(error)}`, error);
  }
}

function blockOf(text: string, tag: string): string | undefined {
  const block = new RegExp(`-----BEGIN ${tag}-----[^-]+-----END ${tag}-----`).exec(text);
  return block ? `${block[0]}\n` : undefined;
}

function textOf({ certificate, key }: IssuedCertificate): string {
  return certificate + key;
}

function replaceFile(file: string, text: string): void {
  const fresh = `${file}.${randomBytes(4).toString("hex")}`;
  writeFileSync(fresh, text, { flag: "wx", mode: 0o600 });
  renameSync(fresh, file);
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

function unusable(file: string, text: string, cause?: unknown): WorkbenchError {
  return new WorkbenchError("store/unreadable", `${file} ${text}.`, { file }, cause);
}
