import * as z from "zod";

/*
 * Policies, External Systems and certificates as the page shows them. No view holds a secret; a certificate's key leaves
 * only when it is asked for.
 */

const texts = z.array(z.string().max(4096)).max(10_000);
const kinds = ["get", "add", "replace", "delete", "copy", "exec"] as const;

/** Kinds of management commands that a policy tells apart. */
export const PolicyCommandKind = z.enum(kinds);
export type PolicyCommandKind = z.infer<typeof PolicyCommandKind>;

/** What an External System may do; the contract's section 3 says what the entries mean. */
export const PolicyView = z.object({
  managementDomain: z.string(),
  operations: texts,
  devices: texts,
  /** For all kinds of commands, or for each. */
  subtrees: z.union([texts, z.partialRecord(PolicyCommandKind, texts)]),
  alertTypes: texts,
  acceptsAlertsFrom: texts,
  quota: z.object({
    requestsPerMinute: z.number(),
    devicesPerBulk: z.number(),
    outstandingOperations: z.number(),
  }),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const ExternalSystemKind = z.enum(["customer-care", "management-authority", "dm-server", "other"]);
export type ExternalSystemKind = z.infer<typeof ExternalSystemKind>;

export const CredentialScheme = z.enum([
  "basic",
  "username-token-text",
  "username-token-digest",
  "mutual-tls",
]);
export type CredentialScheme = z.infer<typeof CredentialScheme>;

/** A credential with its secret, on its way in. */
export const CredentialInput = z.discriminatedUnion("scheme", [
  z.object({
    scheme: z.enum(["basic", "username-token-text", "username-token-digest"]),
    username: z.string().min(1).max(256),
    password: z.string().min(1).max(256),
  }),
  z.object({ scheme: z.literal("mutual-tls"), subject: z.string().min(1).max(256) }),
]);
export type CredentialInput = z.infer<typeof CredentialInput>;

/** The registration of an External System. */
export const RegistrationView = z.object({
  registrationId: z.string(),
  state: z.string(),
  endpoint: z.string().optional(),
  /** How the DM server proves itself there. */
  callbackScheme: z.string().optional(),
  paused: z.object({ since: z.number(), status: z.number().optional() }).optional(),
  registeredAt: z.number(),
  expiresAt: z.number().optional(),
  grantedOperations: z.array(z.string()),
  grantedAlertTypes: z.array(z.string()),
});
export type RegistrationView = z.infer<typeof RegistrationView>;

/** An External System, or one that has registered itself and waits for a person. */
export const ExternalSystemView = z.object({
  id: z.string(),
  name: z.string(),
  kind: ExternalSystemKind,
  /** `pending`: it is not known yet, without rights. */
  origin: z.enum(["configuration", "added", "self-registered", "pending"]),
  credentials: z.array(z.object({ scheme: CredentialScheme, holder: z.string() })),
  policy: PolicyView,
  /** The policy of the configuration, where another is in force. */
  configuredPolicy: PolicyView.optional(),
  registration: RegistrationView.optional(),
  /** Devices within the policy. */
  devices: z.number().int(),
  /** Unfinished operations. */
  outstanding: z.number().int(),
  granted: z.number().int(),
  refused: z.number().int(),
});
export type ExternalSystemView = z.infer<typeof ExternalSystemView>;

/** A request that was refused. */
export const RefusalView = z.object({
  at: z.number(),
  externalSystem: z.string(),
  operation: z.string(),
  reason: z.string(),
  messageId: z.string().optional(),
  /** Exchange of the request. */
  exchange: z.string(),
});
export type RefusalView = z.infer<typeof RefusalView>;

/** The External Systems of one DM server. */
export const PoliciesView = z.object({
  server: z.string(),
  servers: z.array(z.string()),
  externalSystems: z.array(ExternalSystemView),
  /** Newest first. */
  refusals: z.array(RefusalView),
  /** All devices. */
  devices: z.number().int(),
  /** Values to choose from. */
  choices: z.object({
    /** Operations that need a grant, in the groups of the contract. */
    operationGroups: z.array(z.object({ title: z.string(), operations: z.array(z.string()) })),
    /** Operations that need none. */
    ungranted: z.array(z.string()),
    managementDomains: z.array(z.string()),
    kinds: z.array(ExternalSystemKind),
    schemes: z.array(CredentialScheme),
    /** Words in `subtrees` that are no LocURIs, with their meaning. */
    subtreeWords: z.array(z.object({ word: z.string(), meaning: z.string() })),
    groups: z.array(z.string()),
  }),
  /** Why nothing can be changed; absent while it can. */
  over: z.string().optional(),
});
export type PoliciesView = z.infer<typeof PoliciesView>;

/** Something in a policy that cannot be meant; `path` leads to it (`subtrees.replace.2`). */
export const PolicyFindingView = z.object({ path: z.string(), text: z.string() });
export type PolicyFindingView = z.infer<typeof PolicyFindingView>;

/** What another policy would change. */
export const PolicyCheckView = z.object({
  findings: z.array(PolicyFindingView),
  /** One sentence per difference. */
  changes: z.array(z.string()),
  /** Devices within the policy. */
  devices: z.number().int(),
  /** The operations of the External System that are kept, decided again. */
  replayed: z.object({
    total: z.number().int(),
    /** Granted until now, and refused by the other policy. */
    refused: z.number().int(),
    /** Of those the unfinished ones: they would be stopped. */
    stopped: z.number().int(),
    examples: z.array(z.object({ operationId: z.string(), operation: z.string(), reason: z.string() })),
  }),
});
export type PolicyCheckView = z.infer<typeof PolicyCheckView>;

/** One decision on the way to an answer. */
export const PolicyDecisionView = z.object({
  check: z.string(),
  title: z.string(),
  granted: z.boolean(),
  asked: z.string(),
  rule: z.string(),
  compared: z.string(),
  code: z.string().optional(),
});
export type PolicyDecisionView = z.infer<typeof PolicyDecisionView>;

/** How a request would be decided. */
export const PolicyExplanationView = z.object({
  operation: z.string(),
  granted: z.boolean(),
  /** A sentence. */
  verdict: z.string(),
  code: z.string().optional(),
  decisions: z.array(PolicyDecisionView),
  unknownDevices: z.array(z.string()),
});
export type PolicyExplanationView = z.infer<typeof PolicyExplanationView>;

/** A request as the dry run asks about it: by its parts, or as a SOAP message. */
export const PolicyQuestionInput = z.union([
  z.object({
    operation: z.string(),
    devices: z.array(z.string().max(1024)).max(1000).default([]),
    commands: z
      .array(
        z.object({
          kind: PolicyCommandKind,
          /** Target; of a Copy where it goes. */
          locUri: z.string().max(4096),
          /** Of a Copy, where from. */
          from: z.string().max(4096).optional(),
        }),
      )
      .max(1000)
      .default([]),
    alertTypes: texts.default([]),
    deliverTo: z.string().optional(),
  }),
  z.object({ soap: z.string().max(1_000_000) }),
]);
export type PolicyQuestionInput = z.infer<typeof PolicyQuestionInput>;

/** What a person changes. */
export const PolicyCommandInput = z.discriminatedUnion("name", [
  z.object({ name: z.literal("setPolicy"), externalSystem: z.string(), policy: PolicyView }),
  z.object({ name: z.literal("resetPolicy"), externalSystem: z.string() }),
  z.object({
    name: z.literal("addExternalSystem"),
    externalSystem: z.string().max(128),
    title: z.string().max(256),
    kind: ExternalSystemKind,
    policy: PolicyView,
    credentials: z.array(CredentialInput).max(20),
  }),
  z.object({
    name: z.literal("setExternalSystem"),
    externalSystem: z.string(),
    title: z.string().max(256).optional(),
    kind: ExternalSystemKind.optional(),
  }),
  z.object({ name: z.literal("removeExternalSystem"), externalSystem: z.string() }),
  z.object({
    name: z.literal("setCredential"),
    externalSystem: z.string(),
    credential: CredentialInput,
  }),
  z.object({
    name: z.literal("removeCredential"),
    externalSystem: z.string(),
    scheme: CredentialScheme,
    holder: z.string(),
  }),
  z.object({ name: z.literal("decideRegistration"), registrationId: z.string(), approve: z.boolean() }),
  z.object({ name: z.literal("resumeRecipient"), registrationId: z.string() }),
]);
export type PolicyCommandInput = z.infer<typeof PolicyCommandInput>;

/** A certificate of this host. */
export const CertificateView = z.object({
  id: z.string(),
  kind: z.enum(["ca", "server", "client"]),
  subject: z.string(),
  /** Names and addresses of a server. */
  names: z.array(z.string()),
  /** Who shows it: this host, or somebody to whom it was given. */
  usedBy: z.string(),
  notAfter: z.number(),
  fingerprint: z.string(),
  /** It can be replaced by a fresh one. */
  renewable: z.boolean(),
  /** Its key can be had. */
  hasKey: z.boolean(),
});
export type CertificateView = z.infer<typeof CertificateView>;

/** A certificate as a file. */
export const CertificateFile = z.object({
  fileName: z.string(),
  contentType: z.string(),
  text: z.string(),
});
export type CertificateFile = z.infer<typeof CertificateFile>;
