import type { KeyType } from "./keys.ts";

/** Errors of UDDI versions 2 and 3: code and number. */
export const uddiErrors = {
  E_success: 0,
  E_nameTooLong: 10020,
  E_tooManyOptions: 10030,
  E_unrecognizedVersion: 10040,
  E_unsupported: 10050,
  E_languageError: 10060,
  E_authTokenExpired: 10110,
  E_authTokenRequired: 10120,
  E_operatorMismatch: 10130,
  E_userMismatch: 10140,
  E_unknownUser: 10150,
  E_accountLimitExceeded: 10160,
  E_invalidKeyPassed: 10210,
  E_invalidURLPassed: 10220,
  E_keyRetired: 10310,
  E_busy: 10400,
  E_fatalError: 10500,
  E_invalidCategory: 20000,
  E_categorizationNotAllowed: 20100,
  E_invalidValue: 20200,
  E_valueNotAllowed: 20210,
  E_unvalidatable: 20220,
  E_invalidProjection: 20230,
  E_requestTimeout: 20240,
  E_requestDenied: 20250,
  E_assertionNotFound: 30000,
  E_invalidCompletionStatus: 30100,
  E_messageTooLarge: 30110,
  E_transferAborted: 30200,
  E_publisherCancelled: 30220,
  E_secretUnknown: 30230,
  E_historyDataNotAvailable: 40010,
  E_invalidTime: 40030,
  E_tokenAlreadyExists: 40070,
  E_keyUnavailable: 40100,
  E_noValuesAvailable: 40200,
  E_resultSetTooLarge: 40300,
  E_unacceptableSignature: 40400,
  E_invalidCombination: 40500,
  E_transferNotAllowed: 40600,
} as const;

export type UddiErrorCode = keyof typeof uddiErrors;

/** An error that ends a request, in the registry's own terms. */
export interface UddiError {
  readonly code: UddiErrorCode;
  readonly text: string;
  readonly keyType?: KeyType | undefined;
}
