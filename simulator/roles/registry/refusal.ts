import type { KeyType, UddiErrorCode } from "../../protocols/uddi/index.ts";

/** What a request is refused with. `key` is in the registry's own form and shown in that of the request's version. */
export interface Problem {
  readonly code: UddiErrorCode;
  readonly text: string;
  readonly keyType?: KeyType | undefined;
  readonly key?: string | undefined;
}

/** Ends a request from wherever it was found wanting; the registry answers with the problem and takes back what was done. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.text);
    this.name = "Refusal";
    this.problem = problem;
  }
}

/** Refuses the request under way. */
export function refuse(code: UddiErrorCode, text: string): never {
  throw new Refusal({ code, text });
}

/** Refuses the request under way because of a key. */
export function refuseKey(code: UddiErrorCode, keyType: KeyType, key: string, text: string): never {
  throw new Refusal({ code, text, keyType, key });
}

/** Refuses a key that names nothing here. */
export function unknownKey(keyType: KeyType, key: string): never {
  return refuseKey("E_invalidKeyPassed", keyType, key, "there is no such entry");
}
