import { changesBetween, withChanges, type InteriorNode } from "../../tree/index.ts";
import type { Effect, Moment, RoleEvent } from "../../wire/role.ts";
import { factoryTree, ownTree, sharedTree } from "./accounts/account-tree.ts";
import { accountsOf, storedNonces } from "./accounts/accounts.ts";
import { alertFacts, AlertQueue, type WaitingAlert } from "./alerts/alert-queue.ts";
import { accountFinder } from "./bootstrap/accounts-in.ts";
import type { DeviceCore, DeviceHost } from "./core.ts";
import { takeEvent } from "./events.ts";
import type { NodeChange } from "./execution/execution.ts";
import {
  collectionOf,
  currentTree,
  keepAlerts,
  keepNonces,
  keepTree,
  remember,
  treeWrite,
  type Kept,
  type StoreWriteOf,
} from "./kept.ts";
import { packIdle, type IdleState } from "./idle.ts";
import { Inbox } from "./notifications.ts";
import { objectPort, type ObjectServices } from "./object-port.ts";
import { createObjects } from "./objects/device-objects.ts";
import type {
  DeviceObjects,
  FetchOutcome,
  ObjectHostBase,
  StartedWork,
} from "./objects/management-object.ts";
import type { DeviceCommand, DmAccount, GenericAlert } from "./options.ts";
import { liveValues } from "./profiles/live.ts";
import { Questions } from "./questions.ts";
import { createSession } from "./session/create-session.ts";
import { reportChanges, type ChangeOrigin } from "./session/reporting.ts";
import { note, report } from "./session/session-effects.ts";
import { beginSession } from "./session/sending.ts";
import { takeUserAnswer } from "./session/session-run.ts";
import type { Session, SessionWish } from "./session/session.ts";
import { scriptedAnswer, unattendedAnswer, type UserAnswer, type UserQuestion } from "./user-interaction.ts";

/** Timer after which reports are tried again. */
const RETRY = "alerts";
/** Pauses before sessions for reports that no server has answered, milliseconds. */
const ALERT_RETRIES = [60_000, 300_000, 900_000] as const;

/** A device that has something to do. When nothing is left it goes back into what is kept of it. */
export class AwakeDevice implements DeviceHost, ObjectServices {
  readonly core: DeviceCore;
  readonly alerts: AlertQueue;
  readonly inbox: Inbox;
  readonly questions = new Questions();
  readonly objects = {
    exec: (call: Parameters<DeviceObjects["exec"]>[0]) => this.management.exec(call, this.#port),
    changed: (uris: readonly string[]) => this.management.changed(uris, this.#port),
    live: (segments: readonly string[]) => [
      ...liveValues(this.core.options.profile, segments, this.#port),
      ...this.management.live(segments, this.#port),
    ],
    begin: (works: readonly StartedWork[]) => this.management.begin(works, this.#port),
  };
  session: Session | undefined = undefined;
  moment: Moment = { now: 0, date: 0 };
  effects: Effect[] = [];
  readonly kept: Kept;
  readonly #shared: InteriorNode;
  readonly #base: InteriorNode;
  readonly #port: ObjectHostBase;
  readonly #placed = accountFinder();
  #root: InteriorNode;
  #rootIsKept = true;
  /** The accounts as they were read from a tree. */
  #accounts:
    | {
        readonly root: InteriorNode;
        readonly nonces: Kept["nonces"];
        readonly list: readonly DmAccount[];
      }
    | undefined;
  #management: DeviceObjects | undefined;
  /** Answers to questions of management objects, which learn them when the event that asked is over. */
  #answers: (readonly [question: string, answer: UserAnswer])[] = [];

  constructor(core: DeviceCore, kept: Kept) {
    this.core = core;
    this.kept = kept;
    this.alerts = new AlertQueue(kept.alerts);
    this.inbox = new Inbox(kept.taken);
    this.#shared = sharedTree(core.options);
    this.#base = ownTree(core.options);
    this.#root = currentTree(this.#base, this.#shared, kept);
    this.#port = objectPort(this);
  }

  /** Nothing runs and nobody is asked: what is kept says all. */
  get isIdle(): boolean {
    return !this.session && this.inbox.isEmpty && this.questions.pending.length === 0;
  }

  /** What is left when it falls asleep. */
  sleep(): IdleState {
    if (!this.#rootIsKept) keepTree(this.kept, this.#base, this.#shared, this.#root);
    return packIdle(this.kept);
  }

  get management(): DeviceObjects {
    this.#management ??= createObjects(
      this.core.options.profile.objects ?? [],
      this.kept.remembered ?? new Map<string, unknown>(),
    );
    return this.#management;
  }

  handle(event: RoleEvent<DeviceCommand>, moment: Moment): readonly Effect[] {
    this.moment = moment;
    this.effects = [];
    const { session } = this;
    takeEvent(this, event);
    this.#settle();
    if (session && !this.session) this.#planRetry(session.account.serverId);
    return this.effects;
  }

  accounts(): readonly DmAccount[] {
    const root = this.root();
    const { nonces } = this.kept;
    if (this.#accounts?.root !== root || this.#accounts.nonces !== nonces)
      this.#accounts = { root, nonces, list: accountsOf(this.#placed(root), this.core.options, nonces) };
    return this.#accounts.list;
  }

  root(): InteriorNode {
    return this.session?.root ?? this.#root;
  }

  factory(): InteriorNode {
    return factoryTree(this.core.options);
  }

  nextRequest(): string {
    return `dm-${this.#next()}`;
  }

  keepTree(root: InteriorNode): void {
    this.#root = root;
    this.#rootIsKept = false;
    this.commit(treeWrite(this.#base, root));
  }

  keepNonces(serverId: string, client: Uint8Array | undefined, server: Uint8Array | undefined): void {
    this.commit(keepNonces(this.kept, serverId, storedNonces(client, server)));
  }

  remember(key: string, state: unknown): void {
    this.commit(remember(this.kept, key, state));
  }

  answerAlerts(ids: readonly number[]): readonly WaitingAlert[] {
    const gone = this.alerts.remove(ids);
    if (gone.length === 0) return gone;
    this.kept.alertRetries = undefined;
    this.commit(keepAlerts(this.kept, this.alerts.waiting));
    return gone;
  }

  raise(alert: GenericAlert, hold: boolean): void {
    const { length } = this.alerts.waiting;
    this.alerts.add(alert, this.moment.date, hold);
    if (this.alerts.waiting.length === length)
      note(
        this,
        this.session,
        "alert-dropped",
        `The oldest of ${length} waiting reports was dropped.`,
        "warning",
      );
    this.kept.alertRetries = undefined;
    this.commit(keepAlerts(this.kept, this.alerts.waiting));
    report(this, this.session, "alert.queued", alertFacts(alert));
  }

  /**
   * Takes a tree that something inside the device has changed. What an Atomic in execution would roll back to changes
   * with it. `named` are the changes as they are reported, where they are more than the trees tell.
   */
  changeFromWithin(
    root: InteriorNode,
    origin: ChangeOrigin = { by: "device" },
    named?: readonly NodeChange[],
  ): void {
    const before = this.root();
    if (root === before) return;
    const differences = changesBetween(before, root);
    const { session } = this;
    if (session) {
      session.root = root;
      for (const [index, saved] of session.saved.entries())
        session.saved[index] = withChanges(saved, differences);
    }
    this.keepTree(session?.saved[0] ?? root);
    const changes = differences.map(({ uri, node }): NodeChange => ({
      uri,
      how: node ? "inside" : "delete",
    }));
    reportChanges(this, session, root, named ?? changes, origin);
  }

  ask(question: UserQuestion): string {
    const id = `question-${this.#next()}`;
    this.questions.ask(this, id, question);
    return id;
  }

  askForObject(id: string, question: UserQuestion): void {
    const { user } = this.core.behaviour;
    if (user === "person") this.questions.ask(this, id, question);
    else
      this.#answers.push([id, user === "none" ? unattendedAnswer(question) : scriptedAnswer(question, user)]);
  }

  withdraw(question: string): void {
    this.questions.withdraw(this, question);
  }

  /** The answer to a question: of the person, or the default when the time is over. */
  answer(id: string, answer: UserAnswer): void {
    const asked = this.questions.withdraw(this, id);
    if (!asked) return;
    report(this, this.session, "user.answered", { question: id, answer });
    if (this.session?.paused?.question === id) takeUserAnswer(this, this.session, answer);
    else if (!this.inbox.answered(this, id, answer)) {
      const late = answer === "timeout" ? unattendedAnswer(asked.question) : answer;
      this.management.answered(id, late, this.#port);
    }
  }

  /** The outcome of a request of an object. */
  fetched(request: string, outcome: FetchOutcome): void {
    this.management.fetched(request, outcome, this.#port);
  }

  /** A timer of the device or of an object has expired. */
  expired(timer: string): void {
    if (timer !== RETRY) this.management.expired(timer, this.#port);
    // a session that runs has them
    else if (!this.session) this.alerts.wantSessions();
  }

  act(object: string, action: string, parameters: Readonly<Record<string, string>>): string | undefined {
    return this.management.act(object, action, parameters, this.#port);
  }

  resume(): void {
    this.management.resume(this.#port);
    this.alerts.wantSessions();
  }

  /** A session that begins when none is running. */
  wish(wish: SessionWish): void {
    this.inbox.add(wish);
  }

  randomSessionId(): string {
    return (1 + this.core.context.random.below(0xffff)).toString(16).toUpperCase();
  }

  /** Objects learn what was answered; sessions begin that had to wait, for reports too. */
  #settle(): void {
    for (;;) {
      const [next] = this.#answers.splice(0, 1);
      if (next) {
        this.management.answered(next[0], next[1], this.#port);
        continue;
      }
      if (this.session) return;
      const wish = this.inbox.next() ?? this.#wishOfAlert();
      if (!wish) return;
      this.#begin(wish);
    }
  }

  /** A session has ended: reports that it could have sent and that nobody has answered are tried again later. */
  #planRetry(serverId: string): void {
    if (!this.alerts.wants(serverId)) return;
    const { alertRetries = ALERT_RETRIES } = this.core.options;
    const failed = this.kept.alertRetries ?? 0;
    const pause = alertRetries[failed];
    if (pause === undefined) return;
    this.kept.alertRetries = failed + 1;
    this.effects.push({ type: "timer.arm", timer: RETRY, due: this.moment.now + pause });
  }

  #wishOfAlert(): SessionWish | undefined {
    const urgent = this.alerts.urgent();
    const serverId = urgent && (urgent.alert.serverId ?? this.accounts()[0]?.serverId);
    if (serverId === undefined) return undefined;
    return { id: this.randomSessionId(), serverId, initiatedBy: "client" };
  }

  #begin(wish: SessionWish): void {
    const account = this.accounts().find((each) => each.serverId === wish.serverId);
    if (!account) {
      const reason = `the device has no account of ${wish.serverId}`;
      report(this, undefined, "command.refused", { command: "startSession", reason });
      return;
    }
    this.session = createSession(this.core, account, wish, this.root());
    beginSession(this, this.session);
  }

  #next(): number {
    this.kept.counter = (this.kept.counter ?? 0) + 1;
    return this.kept.counter;
  }

  /** Writes that follow each other at once under one key are one. */
  commit({ key, value }: StoreWriteOf): void {
    const last = this.effects[this.effects.length - 1];
    const collection = collectionOf(this.core.options.deviceId);
    if (last?.type === "commit" && last.writes.every((write) => write.key === key)) this.effects.pop();
    this.effects.push({
      type: "commit",
      writes: [value === undefined ? { collection, key } : { collection, key, value }],
    });
  }
}
