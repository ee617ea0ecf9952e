import * as z from "zod";

/** How often a part of a request may stand there. */
const Cardinality = z.enum(["one", "optional", "many", "some"]);

/**
 * A field of a form, made from the declaration of an element. `kind` says how it is typed in; `completes` names what the
 * host can suggest for it.
 */
export interface FormField {
  name: string;
  label: string;
  doc: string;
  cardinality: z.infer<typeof Cardinality>;
  kind:
    | "text"
    | "uri"
    | "int"
    | "long"
    | "boolean"
    | "duration"
    | "dateTime"
    | "base64"
    | "hex"
    | "enumeration"
    | "struct"
    | "command";
  values?: string[] | undefined;
  secret?: boolean | undefined;
  completes?: z.infer<typeof Completed> | undefined;
  /** Fields of a struct. */
  fields?: FormField[] | undefined;
}

/** What the host can suggest values for. */
export const Completed = z.enum([
  "device",
  "locUri",
  "operation",
  "session",
  "subscription",
  "registration",
  "configuration",
  "update",
  "operationName",
  "alertType",
  "contentType",
  "format",
]);
export type Completed = z.infer<typeof Completed>;

export const FormField: z.ZodType<FormField> = z.lazy(() =>
  z.object({
    name: z.string(),
    label: z.string(),
    doc: z.string(),
    cardinality: Cardinality,
    kind: z.enum([
      "text",
      "uri",
      "int",
      "long",
      "boolean",
      "duration",
      "dateTime",
      "base64",
      "hex",
      "enumeration",
      "struct",
      "command",
    ]),
    values: z.array(z.string()).optional(),
    secret: z.boolean().optional(),
    completes: Completed.optional(),
    fields: z.array(FormField).optional(),
  }),
);

/** An operation of the contract with its form. */
export const OperationForm = z.object({
  name: z.string(),
  /** A few words. */
  about: z.string(),
  doc: z.string(),
  /** Names of the callbacks that may follow. */
  outcomes: z.array(z.string()),
  fields: z.array(FormField),
});
export type OperationForm = z.infer<typeof OperationForm>;

/** A kind of management command: its own fields, or the kinds that it may hold. */
export const CommandForm = z.object({
  kind: z.string(),
  label: z.string(),
  doc: z.string(),
  fields: z.array(FormField),
  members: z.array(z.string()),
});
export type CommandForm = z.infer<typeof CommandForm>;

/** Everything that forms are drawn from. */
export const ConsoleCatalog = z.object({
  groups: z.array(z.object({ title: z.string(), operations: z.array(OperationForm) })),
  commands: z.array(CommandForm),
});
export type ConsoleCatalog = z.infer<typeof ConsoleCatalog>;

/**
 * A request as it is being written: an element with text or children, whatever they are. It can hold what the contract
 * does not allow, because a tester wants to send that too.
 */
export interface Draft {
  name: string;
  text?: string | undefined;
  children?: Draft[] | undefined;
}
export const Draft: z.ZodType<Draft> = z.lazy(() =>
  z.object({ name: z.string().max(200), text: z.string().optional(), children: z.array(Draft).optional() }),
);

/** With what a request is sent besides its body. */
export const Sending = z.object({
  soapVersion: z.enum(["1.1", "1.2"]),
  credentials: z.object({
    who: z.enum(["own", "none", "wrong-password", "typed"]),
    /** Absent: the scheme that the External System is set up with. */
    scheme: z.enum(["basic", "username-token", "username-token-digest"]).optional(),
    username: z.string().optional(),
    password: z.string().optional(),
  }),
  addressing: z.object({
    use: z.enum(["default", "off", "reply-to"]),
    replyTo: z.string().optional(),
  }),
});
export type Sending = z.infer<typeof Sending>;

/** An External System of ours as the console can speak for it. */
export const ConsoleSystem = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  username: z.string(),
  scheme: z.enum(["none", "basic", "username-token", "username-token-digest"]),
  soapVersion: z.enum(["1.1", "1.2"]),
  endpoint: z.string(),
  wsdl: z.string(),
  callback: z.string(),
  /** Run time of the last callback that arrived there. */
  callbackAt: z.number().optional(),
  /** What the DM server's policy grants it, where the server is ours. */
  granted: z
    .object({ operations: z.array(z.string()), devices: z.array(z.string()), subtrees: z.array(z.string()) })
    .optional(),
});
export type ConsoleSystem = z.infer<typeof ConsoleSystem>;

/** A place of the draft: names with their number among equals, `command[1]/replace[0]/locUri[0]`. */
const PlacedText = z.object({ path: z.string(), text: z.string() });

/** Whether a callback address was reached, and what was said there. */
export const CallbackTest = z.object({
  reached: z.boolean(),
  text: z.string(),
  /** Message of the answer in the journal. */
  message: z.number().int().optional(),
});
export type CallbackTest = z.infer<typeof CallbackTest>;

/** What the declarations say about a draft, and the envelope that it becomes. */
export const DraftCheck = z.object({
  xml: z.string(),
  bytes: z.number().int(),
  /** Where elements stand in `xml`: the whole element, and what is in it. */
  places: z.array(
    z.object({
      path: z.string(),
      from: z.number().int(),
      to: z.number().int(),
      inner: z.object({ from: z.number().int(), to: z.number().int() }),
    }),
  ),
  problems: z.array(PlacedText),
  /** What is worth knowing and is no problem: the moment that a duration leads to, what a field means here. */
  notes: z.array(PlacedText),
  /** What is known of the nodes that the commands name. */
  nodes: z.array(
    z.object({
      uri: z.string(),
      value: z.string().optional(),
      format: z.string().optional(),
      /** Why nothing is known. */
      missing: z.string().optional(),
    }),
  ),
  curl: z.string(),
});
export type DraftCheck = z.infer<typeof DraftCheck>;

/** A value that completes what is being typed. */
export const Completion = z.object({ value: z.string(), detail: z.string() });
export type Completion = z.infer<typeof Completion>;

/** A fault as it was read. */
export const FaultView = z.object({
  /** `SVC0002`, `FailedAuthentication`, `HTTP 401`. */
  code: z.string(),
  text: z.string(),
  variables: z.array(z.string()),
  /** Element of the request that it is about, where it names one. */
  element: z.string().optional(),
});
export type FaultView = z.infer<typeof FaultView>;

/** How a call stands. */
export const CallState = z.enum([
  "sending",
  "waiting",
  "succeeded",
  "partly-succeeded",
  "failed",
  "cancelled",
  "expired",
  "faulted",
  "rejected",
  "answered",
  "left",
]);
export type CallState = z.infer<typeof CallState>;

/** A line of the history of calls. */
export const CallLine = z.object({
  id: z.string(),
  operation: z.string(),
  system: z.string(),
  state: CallState,
  /** A few words: the fault's code, the device. */
  about: z.string(),
  sentAt: z.number(),
  /** The call that it was sent again from. */
  from: z.string().optional(),
});
export type CallLine = z.infer<typeof CallLine>;

/** One event of what became of a call. */
export const StoryEvent = z.object({
  /** Milliseconds of run time after the request. */
  after: z.number(),
  from: z.enum(["external-system", "dm-server", "device", "registry"]),
  to: z.enum(["external-system", "dm-server", "device", "registry"]),
  title: z.string(),
  text: z.string(),
  tone: z.enum(["plain", "pass", "fail"]),
  /** Messages in the journal. */
  messages: z.array(z.number().int()),
  device: z.string().optional(),
});
export type StoryEvent = z.infer<typeof StoryEvent>;

/** What became of a call. */
export const CallStory = z.object({
  call: z.string(),
  operation: z.string(),
  state: CallState,
  operationId: z.string().optional(),
  /** Milliseconds of run time from the request to the last event. */
  duration: z.number(),
  request: z.number().int().optional(),
  response: z.number().int().optional(),
  fault: FaultView.optional(),
  events: z.array(StoryEvent),
  /** Events that are left out of a long story. */
  more: z.number().int(),
  /** What comes next, in words: nothing more, or what is waited for. */
  next: z.object({ title: z.string(), text: z.string() }),
  /** Results of commands, as they were told. */
  results: z.array(
    z.object({
      device: z.string(),
      index: z.string(),
      what: z.string(),
      status: z.string(),
      value: z.string(),
    }),
  ),
  /** Values and alerts that a DiagnosticsDelivery brought. */
  delivered: z
    .object({
      items: z.array(z.object({ device: z.string(), uri: z.string(), value: z.string() })),
      alerts: z.array(
        z.object({
          alertId: z.string(),
          device: z.string(),
          type: z.string(),
          mark: z.string().optional(),
          /** Date. */
          receivedAt: z.number(),
          value: z.string(),
        }),
      ),
      /** Index from which the next page goes on; absent on the last. */
      next: z.number().int().optional(),
    })
    .optional(),
});
export type CallStory = z.infer<typeof CallStory>;

/** A call as it was made, to be made again. */
export const CallDraft = z.object({
  operation: z.string(),
  system: z.string(),
  sending: Sending,
  draft: Draft.optional(),
  /** The envelope, where it was written by hand. */
  envelope: z.string().optional(),
});
export type CallDraft = z.infer<typeof CallDraft>;

/** A request that is kept under a name. */
export const ConsoleTemplate = CallDraft.omit({ system: true }).extend({ id: z.string(), name: z.string() });
export type ConsoleTemplate = z.infer<typeof ConsoleTemplate>;
