export { contract, type Contract } from "./contract.ts";
export { type CommandMeta } from "./command.ts";
export {
  type BadgeView,
  type JournalRow,
  type MessageRow,
  type NoteRow,
  type PartyView,
  type StateRow,
  type StepRow,
  type Verdict,
} from "./views/message.ts";
export {
  type DecodedNodeView,
  type FindingView,
  type InspectionView,
  type LayerView,
  type RangeView,
} from "./views/inspection.ts";
export {
  type HeldView,
  type PartyStateView,
  type RunLine,
  type RunView,
  type ScenarioView,
} from "./views/run.ts";
export { type HostView } from "./views/host.ts";
export {
  AclView,
  BehaviourView,
  ChangeView,
  DeviceAccountView,
  DeviceAlertView,
  DeviceLine,
  DeviceSessionView,
  DeviceView,
  MannerView,
  NodeFormat,
  NodeView,
  ObjectView,
  QuestionView,
  TreeNodeView,
} from "./views/device.ts";
export {
  CallDraft,
  CallLine,
  CallState,
  CallStory,
  CallbackTest,
  CommandForm,
  Completed,
  Completion,
  ConsoleCatalog,
  ConsoleSystem,
  ConsoleTemplate,
  Draft,
  DraftCheck,
  FaultView,
  FormField,
  OperationForm,
  Sending,
  StoryEvent,
} from "./views/console.ts";
export { AlertInput, AnswerInput, AskInput, DeviceCommandInput } from "./views/device-command.ts";
export {
  CertificateFile,
  CertificateView,
  CredentialInput,
  CredentialScheme,
  ExternalSystemKind,
  ExternalSystemView,
  PoliciesView,
  PolicyCheckView,
  PolicyCommandInput,
  PolicyCommandKind,
  PolicyDecisionView,
  PolicyExplanationView,
  PolicyFindingView,
  PolicyQuestionInput,
  PolicyView,
  RefusalView,
  RegistrationView,
} from "./views/policies.ts";
export {
  CallbacksView,
  CallbackView,
  DeliveredLine,
  LetterLine,
  RecipientView,
  StreamLine,
  TryView,
} from "./views/callbacks.ts";
export type {
  AlertLine,
  AskedPart,
  DiagnosedDevice,
  DiagnosticsView,
  FunctionView,
  MeasuredValue,
  PassedAlert,
  SubscriptionView,
  TrapView,
} from "./views/diagnostics.ts";
export {
  DevicePhase,
  JobDeviceLine,
  JobDeviceView,
  JobView,
  OperationLine,
  OperationsPage,
  OperationState,
  ReasonView,
} from "./views/operations.ts";
