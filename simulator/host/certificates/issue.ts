import "./reflect-metadata.ts";
import { isIP } from "node:net";
import { X509Certificate as NodeCertificate } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  type Extension,
} from "@peculiar/x509";

/** A certificate with its private key, both as PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: string;
  /** Until when it is valid, milliseconds since 1970. */
  readonly notAfter: number;
}

/** What a certificate is for. */
export type CertificatePurpose =
  /** Names and addresses under which the server is reached. */
  | { readonly kind: "server"; readonly names: readonly string[] }
  /** Common name of the client. */
  | { readonly kind: "client"; readonly subject: string };

const DAY = 86_400_000;
/** Clocks of peers may be behind. */
const BACKDATED = 3_600_000;
const VALID = { authority: 3650 * DAY, server: 90 * DAY, client: 365 * DAY } as const;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Makes the certificate of a new authority, which signs itself. `now` is a date in milliseconds. */
export async function issueAuthority(name: string, now: number): Promise<IssuedCertificate> {
  const keys = await newKeys();
  const notAfter = now + VALID.authority;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [name] }],
    notBefore: new Date(now - BACKDATED),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pemOf(certificate), key: await keyPem(keys.privateKey), notAfter };
}

/** Has an authority sign a certificate for a new key. */
export async function issueCertificate(
  authority: IssuedCertificate,
  purpose: CertificatePurpose,
  now: number,
): Promise<IssuedCertificate> {
  const keys = await newKeys();
  const issuer = new X509Certificate(authority.certificate);
  const notAfter = Math.min(now + VALID[purpose.kind], authority.notAfter);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [purpose.kind === "server" ? (purpose.names[0] ?? "localhost") : purpose.subject] }],
    issuer: issuer.subjectName,
    notBefore: new Date(now - BACKDATED),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority.key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      ...purposeExtensions(purpose),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: pemOf(certificate), key: await keyPem(keys.privateKey), notAfter };
}

/** Until when a certificate is valid, milliseconds since 1970. Throws for a text that is no certificate. */
export function validUntil(certificate: string): number {
  return new NodeCertificate(certificate).validToDate.getTime();
}

function purposeExtensions(purpose: CertificatePurpose): readonly Extension[] {
  if (purpose.kind === "client") return [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])];
  const names = purpose.names.map((value) => ({ type: isIP(value) === 0 ? "dns" : "ip", value }) as const);
  return [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names),
  ];
}

/** A key of the platform; its type has another name for a browser and for Node. */
type Key = Awaited<ReturnType<typeof newKeys>>["privateKey"];

function newKeys() {
  return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** A positive number of 16 octets, never the same twice. */
function newSerial(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(octets).toString("hex");
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}

async function keyPem(key: Key): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), PemConverter.PrivateKeyTag)}\n`;
}

function signingKey(pem: string): Promise<Key> {
  const der = PemConverter.decodeFirst(pem);
  return crypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
}
