import { implement } from "@orpc/server";
import { contract } from "../../api/contract.ts";
import { WorkbenchError } from "../../core/error.ts";
import { act, actLater } from "../api-errors.ts";
import { optionally } from "../optionally.ts";
import type { WorkbenchService } from "../service.ts";
import type { CertificatePort } from "./certificate-port.ts";
import { requestOf } from "./refusal-message.ts";
import { checkPolicy, commandPolicy, explainPolicy, viewPolicies } from "./policies-service.ts";

/** Handlers of `policies`. */
export function policyRoutes(service: WorkbenchService) {
  const api = implement(contract).policies;
  const { certificates } = api;
  const port = (): CertificatePort => {
    const lent = service.ports.certificates;
    if (lent) return lent;
    throw new WorkbenchError("certificate/none", "This host has no test CA.", {});
  };
  return {
    get: api.get.handler(({ input }) => act(() => viewPolicies(service.roles(input.run), input.server))),
    check: api.check.handler(({ input: { run, server, externalSystem, policy } }) =>
      act(() => checkPolicy(service.roles(run), server, externalSystem, policy)),
    ),
    explain: api.explain.handler(({ input: { run, server, externalSystem, question, policy } }) =>
      act(() => explainPolicy(service.roles(run), server, externalSystem, question, policy)),
    ),
    command: api.command.handler(({ input: { run, server, command } }) =>
      actLater(() => commandPolicy(service.roles(run), server, command)),
    ),
    refusedMessage: api.refusedMessage.handler(({ input: { run, exchange } }) =>
      act(() => optionally("seq", requestOf(service.source(run).journal, exchange))),
    ),
    certificates: {
      list: certificates.list.handler(() =>
        actLater(async () => ({
          certificates: [...(await port().list())],
          ...optionally("keysWithheld", port().keysWithheld),
        })),
      ),
      issue: certificates.issue.handler(({ input: { kind, name } }) =>
        actLater(() => port().issue(kind, name)),
      ),
      renew: certificates.renew.handler(({ input: { id } }) => actLater(() => port().renew(id))),
      export: certificates.export.handler(({ input: { id, withKey } }) =>
        actLater(() => port().export(id, withKey)),
      ),
    },
  };
}
