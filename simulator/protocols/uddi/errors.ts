/** Errors of UDDI version 2 that the registry gives: number and code. */
export const uddiErrors = {
  E_success: 0,
  E_nameTooLong: 10020,
  E_tooManyOptions: 10030,
  E_unrecognizedVersion: 10040,
  E_unsupported: 10050,
  E_authTokenExpired: 10110,
  E_authTokenRequired: 10120,
  E_userMismatch: 10140,
  E_unknownUser: 10150,
  E_invalidKeyPassed: 10210,
  E_busy: 10400,
  E_fatalError: 10500,
  E_invalidValue: 20200,
} as const;

export type UddiErrorCode = keyof typeof uddiErrors;

/** An error that ends a request, in the registry's own terms. */
export interface UddiError {
  readonly code: UddiErrorCode;
  readonly text: string;
  readonly keyType?: "businessKey" | "tModelKey" | "serviceKey" | "bindingKey" | undefined;
}
