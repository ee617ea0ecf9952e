import type { InteriorNode } from "../../tree/index.ts";
import type { DeviceHost } from "./core.ts";
import type { ObjectHostBase } from "./objects/management-object.ts";
import type { GenericAlert } from "./options.ts";
import type { ChangeOrigin } from "./session/reporting.ts";
import { note } from "./session/session-effects.ts";
import type { UserQuestion } from "./user-interaction.ts";

/** What the device does for its management objects beside what `DeviceHost` has. */
export interface ObjectServices {
  root(): InteriorNode;
  factory(): InteriorNode;
  changeFromWithin(root: InteriorNode, origin: ChangeOrigin): void;
  raise(alert: GenericAlert, hold: boolean): void;
  askForObject(question: string, asked: UserQuestion): void;
  withdraw(question: string): void;
  remember(key: string, state: unknown): void;
}

/** The device as its management objects see it; its functions can be taken apart from it. */
export function objectPort(device: DeviceHost & ObjectServices): ObjectHostBase {
  const { options, context } = device.core;
  return {
    deviceId: options.deviceId,
    random: context.random,
    crypto: context.crypto,
    get moment() {
      return device.moment;
    },
    root: () => device.root(),
    factory: () => device.factory(),
    change: (root, object) => device.changeFromWithin(root, { by: "object", object }),
    raise: (alert) => device.raise(alert, false),
    ask: (question, asked) => device.askForObject(question, asked),
    withdraw: (question) => device.withdraw(question),
    remember: (key, state) => device.remember(key, state),
    effect: (effect) => {
      device.effects.push(effect);
    },
    note: (code, text, severity) => note(device, device.session, code, text, severity),
  };
}
