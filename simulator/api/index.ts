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
export { AlertInput, AnswerInput, AskInput, DeviceCommandInput } from "./views/device-command.ts";
