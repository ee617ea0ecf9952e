/** How the server treats its sessions. Times are milliseconds of run time. */
export interface SessionSettings {
  /** How long a device's request is held for a slow External System. */
  readonly holdResponse: number;
  /** What is sent when the hold ends: a message without Final, or a harmless Get for devices that mishandle that. */
  readonly keepAlive: "next-message" | "get";
  /** Keep-alive messages in a row before the session is given up. */
  readonly keepAliveRounds: number;
  /** How often Package 0 is sent, always with the same session id. */
  readonly notificationTries: number;
  /** Time from one Package 0 to the next, and from the last to giving up. */
  readonly notificationWait: number;
  /** Time after which an offline device is notified anew for queued commands, until they expire; absent = give up. */
  readonly notificationRetry?: number | undefined;
  /** Silence of the device after which an authenticated session is over. */
  readonly sessionTimeout: number;
  /** Gives every session an address of its own with a random token; later messages must come to it. */
  readonly respUri: boolean;
  /** States MaxMsgSize and MaxObjSize in the first message of a session. */
  readonly stateSizes: boolean;
  /** The last of several Package 0 of a session is made with the default nonce, for a device whose nonce is another. */
  readonly resynchronise: boolean;
  /** How often commands go back to the queue when their session breaks off and repeating them does no harm. */
  readonly requeues: number;
  /** Serves clients that state VerDTD 1.1 and VerProto DM/1.1; otherwise they get 505 and 513. */
  readonly acceptVersion11: boolean;
}

/** Caps of the DM side, section 12 of the contract. */
export interface SessionLimits {
  /** Octets of one message. */
  readonly messageSize: number;
  /** Octets of one object from a device, as carried. */
  readonly objectSize: number;
  /** Octets of the messages of one package from a device. */
  readonly packageSize: number;
  /** The same of all sessions together. */
  readonly sessionMemory: number;
  /** Sessions that have not proved who they are. */
  readonly unauthenticatedSessions: number;
  /** Milliseconds that such a session may last. */
  readonly unauthenticatedTime: number;
  /** Messages from the device in one session, against endless requests for the next one. */
  readonly messagesPerSession: number;
  /** Works that wait for one device. */
  readonly queuedWork: number;
}

/** Settings where nothing else was configured. */
export const defaultSessionSettings: SessionSettings = {
  holdResponse: 20_000,
  keepAlive: "next-message",
  keepAliveRounds: 15,
  notificationTries: 3,
  notificationWait: 20_000,
  notificationRetry: 15 * 60_000,
  sessionTimeout: 120_000,
  respUri: true,
  stateSizes: true,
  resynchronise: true,
  requeues: 1,
  acceptVersion11: false,
};

/** Limits where nothing else was configured. */
export const defaultSessionLimits: SessionLimits = {
  messageSize: 1024 * 1024,
  objectSize: 16 * 1024 * 1024,
  packageSize: 48 * 1024 * 1024,
  sessionMemory: 128 * 1024 * 1024,
  unauthenticatedSessions: 256,
  unauthenticatedTime: 30_000,
  messagesPerSession: 10_000,
  queuedWork: 1000,
};
