/** Texts of the contract's errors (section 7). The sender leaves %1, %2, … in place; the reader puts the variables in. */
export const exceptionTexts = {
  SVC0001: "A service error occurred. Error code is %1",
  SVC0002: "Invalid input value for message part %1",
  SVC0003: "Invalid input value for message part %1, valid values are %2",
  SVC0004: "No valid addresses provided in message part %1",
  SVC0005: "Correlator %1 specified in message part %2 is a duplicate",
  SVC0200: "Operation %1 is not known",
  SVC0201: "Session %1 is not known",
  SVC0202: "Session %1 is in state %2, which does not allow this",
  SVC0203: "Subscription %1 is not known",
  SVC0204: "Registration %1 is not known",
  SVC0205: "Content type %1 is not supported, supported are %2",
  SVC0206: "The configuration cannot be parsed: %1",
  SVC0207: "Configuration or update %1 is not known",
  SVC0208: "Operation %1 cannot be delegated to the system that manages device %2",
  SVC0209: "The request already passed through %1",
  POL0001: "A policy error occurred. Error code is %1",
  POL0002: "Privacy verification failed for address %1, request is refused",
  POL0003: "Too many addresses specified in message part %1",
  POL0200: "Operation %1 is not granted",
  POL0201: "Device %1 is outside the policy",
  POL0202: "Command %1 on %2 is not granted",
  POL0203: "Quota %1 is exceeded",
  POL0204: "Alert type %1 is not granted",
} as const;

export type ExceptionMessageId = keyof typeof exceptionTexts;
/** Identifiers of a ServiceException. */
export type ServiceMessageId = Extract<ExceptionMessageId, `SVC${string}`>;
/** Identifiers of a PolicyException. */
export type PolicyMessageId = Extract<ExceptionMessageId, `POL${string}`>;
