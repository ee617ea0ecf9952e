import * as z from "zod";
import { command, errors } from "./command.ts";
import {
  CertificateFile,
  CertificateView,
  PoliciesView,
  PolicyCheckView,
  PolicyCommandInput,
  PolicyExplanationView,
  PolicyQuestionInput,
  PolicyView,
} from "./views/policies.ts";

const place = z.object({
  run: z.string(),
  /** DM server; the first of the run when absent. */
  server: z.string().optional(),
});
const about = place.extend({ externalSystem: z.string() });

/** External Systems, what they may do, and the certificates of the host. */
export const policiesContract = {
  get: command
    .meta({ title: "Policies of the External Systems", group: "Policy" })
    .errors(errors)
    .input(place)
    .output(PoliciesView),
  /** What is wrong with a policy, and what it would change. */
  check: command
    .errors(errors)
    .input(about.extend({ policy: PolicyView }))
    .output(PolicyCheckView),
  /** Would this request be granted, and by which rule. With `policy`, under that one instead of the one in force. */
  explain: command
    .errors(errors)
    .input(about.extend({ question: PolicyQuestionInput, policy: PolicyView.optional() }))
    .output(PolicyExplanationView),
  /** `undo` are the commands that take it back; empty when nothing can. */
  command: command
    .errors(errors)
    .input(place.extend({ command: PolicyCommandInput }))
    .output(z.object({ undo: z.array(PolicyCommandInput) })),
  /** The message of a request that was refused; absent when the journal holds it no more. */
  refusedMessage: command
    .errors(errors)
    .input(z.object({ run: z.string(), exchange: z.string().max(256) }))
    .output(z.object({ seq: z.number().int().optional() })),
  certificates: {
    list: command.errors(errors).output(
      z.object({
        certificates: z.array(CertificateView),
        /** Why keys cannot be had; absent where they can. */
        keysWithheld: z.string().optional(),
      }),
    ),
    /** A new certificate of the test CA. */
    issue: command
      .errors(errors)
      .input(z.object({ kind: z.enum(["server", "client"]), name: z.string().max(256) }))
      .output(CertificateView),
    renew: command
      .errors(errors)
      .input(z.object({ id: z.string() }))
      .output(CertificateView),
    /** As PEM. With its key only where nobody else can reach this host. */
    export: command
      .errors(errors)
      .input(z.object({ id: z.string(), withKey: z.boolean().default(false) }))
      .output(CertificateFile),
  },
};
