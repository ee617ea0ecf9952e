import {
  responseNameOf,
  uddiErrors,
  type UddiMessage,
  type UddiRequestName,
  type UddiResponseName,
  type UddiVersion,
} from "../../../protocols/uddi/index.ts";
import { readUddiResponse } from "../../../stacks/uddi-http.ts";
import type { HttpResponse } from "../../../wire/http.ts";

/** What is wrong, in the registry's own terms where it has told them. */
export interface RegistryProblem {
  readonly text: string;
  /** `E_unknownUser`, …; the fault code where there is no dispositionReport. */
  readonly code?: string | undefined;
  readonly errno?: number | undefined;
  /** HTTP status where nothing better was said. */
  readonly status?: number | undefined;
}

/** What an answer means to a publisher. */
export type RegistryAnswer =
  | { readonly kind: "answer"; readonly message: UddiMessage<UddiResponseName> }
  /** A request that gives nothing back was carried out. */
  | { readonly kind: "success" }
  /** The token is not valid any more. */
  | { readonly kind: "token"; readonly problem: RegistryProblem }
  /** Asking again later may help. */
  | { readonly kind: "later"; readonly problem: RegistryProblem }
  | { readonly kind: "refused"; readonly problem: RegistryProblem };

const aboutTokens = ["E_authTokenExpired", "E_authTokenRequired"];
const passing = ["E_busy", "E_requestTimeout"];

/** Reads the answer to a request. */
export function readRegistryAnswer(
  response: HttpResponse,
  version: UddiVersion,
  request: UddiRequestName,
): RegistryAnswer {
  const read = readUddiResponse(response);
  const expected = responseNameOf(version, request);
  if (read.kind === "response") {
    if (read.message.name === "dispositionReport") {
      const failed = read.message.value.result.find(({ errno }) => errno !== 0);
      if (failed)
        return judged({
          text: failed.errInfo?.text ?? "",
          code: failed.errInfo?.errCode ?? codeOf(failed.errno),
          errno: failed.errno,
        });
      // version 3 says so with an empty body; a registry of both versions may use the report of version 2
      if (expected === undefined || expected === "dispositionReport") return { kind: "success" };
    }
    if (read.message.name === expected) return { kind: "answer", message: read.message };
    return unexpected(`with ${read.message.name}`, expected);
  }
  if (read.kind === "empty")
    return expected === undefined || expected === "dispositionReport"
      ? { kind: "success" }
      : unexpected("with nothing", expected);
  if (read.kind === "error") {
    const { code, text, errno, isOwnFailure } = read;
    return judged({ text, code: codeOf(errno) ?? code, errno }, isOwnFailure);
  }
  return { kind: "later", problem: { text: read.text, status: read.status } };
}

/** The problem in one line: code, number and text. */
export function problemText({ code, errno, text }: RegistryProblem): string {
  const number = errno === undefined ? "" : ` (${errno})`;
  return code === undefined || text.startsWith(code) ? `${text}${number}` : `${code}${number} ${text}`.trim();
}

function unexpected(what: string, expected: UddiResponseName | undefined): RegistryAnswer {
  return {
    kind: "refused",
    problem: { text: `it answered ${what} instead of ${expected ?? "nothing"}` },
  };
}

function judged(problem: RegistryProblem, isOwnFailure = false): RegistryAnswer {
  const { code = "" } = problem;
  if (aboutTokens.includes(code)) return { kind: "token", problem };
  // some products call every error a Server fault: only one without a better code may pass by itself
  const isOwn = isOwnFailure && (code === "E_fatalError" || !code.startsWith("E_"));
  return { kind: isOwn || passing.includes(code) ? "later" : "refused", problem };
}

const codes: ReadonlyMap<number, string> = new Map(
  Object.entries(uddiErrors).map(([code, errno]) => [errno, code] as const),
);

/** The code of a number that came without its code. */
function codeOf(errno: number | undefined): string | undefined {
  return errno === undefined ? undefined : codes.get(errno);
}
