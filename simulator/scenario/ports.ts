import type { JournalRecord, NewRecord } from "../journal/record.ts";
import type { MessageSummary } from "../stacks/summary.ts";
import type { RoleName } from "../wire/party.ts";

/** What a scenario may ask of the world. It acts through roles and judges by the journal, never looks inside. */
export interface ScenarioPorts {
  /**
   * Asks a role once nothing else moves; what is asked is made then, from what is known by then. `name` is one of several
   * parties of the role, the first when absent.
   */
  act(
    party: RoleName,
    ask: () => {
      readonly name?: string | undefined;
      readonly command: Readonly<Record<string, unknown>>;
    },
  ): void;
  summarise(record: JournalRecord): MessageSummary | undefined;
  /** Writes step records. */
  record(record: NewRecord): void;
  /** Calls the action when the run's clock has moved on by this much; returns how to cancel. */
  after(milliseconds: number, action: () => void): () => void;
  /** Variables of the world: `deviceId`, `inquiryUrl`, … */
  readonly variables: Readonly<Record<string, string>>;
}
