import { emptyBytes } from "../../core/bytes.ts";
import type { Effect, RoleEvent } from "../../wire/role.ts";
import type { AwakeDevice } from "./awake-device.ts";
import { isBootstrap } from "./bootstrap/index.ts";
import { takeBootstrap } from "./bootstrap-push.ts";
import { runCommand } from "./commands.ts";
import { isNotification, refusePush, type Push } from "./notifications.ts";
import type { FetchOutcome } from "./objects/management-object.ts";
import type { DeviceCommand } from "./options.ts";
import { questionOfTimer } from "./questions.ts";
import { failSession, takeResponse } from "./session/session-run.ts";

/** Takes an event of the wire, of a timer or of the device's driver to the part that it is for. */
export function takeEvent(device: AwakeDevice, event: RoleEvent<DeviceCommand>): void {
  const { session } = device;
  switch (event.type) {
    case "push.received":
      takePush(device, event);
      return;
    case "command":
      runCommand(device, event.command);
      return;
    case "response.received":
      if (session && session.request === event.request) takeResponse(device, session, event.response);
      else fetched(device, event.request, { kind: "response", response: event.response });
      return;
    case "request.failed":
      if (session && session.request === event.request)
        failSession(device, session, `the server was not reached (${event.reason}: ${event.text})`);
      else fetched(device, event.request, { kind: "failed", reason: event.reason, text: event.text });
      return;
    case "request.received":
      device.effects.push({
        type: "respond",
        exchange: event.exchange,
        http: { status: 404, headers: {}, body: emptyBytes },
      });
      return;
    case "timer.expired": {
      const question = questionOfTimer(event.timer);
      if (question === undefined) device.expired(event.timer);
      else device.answer(question, "timeout");
      return;
    }
    case "commit.failed":
      if (session) failSession(device, session, `what changed could not be stored (${event.text})`);
      takeDropped(device, event.dropped, event.text);
      return;
    case "request.gone":
      return; // a device answers its requests at once
  }
}

function takePush(device: AwakeDevice, push: Push): void {
  if (isNotification(push.contentType)) {
    device.inbox.take(device, device.accounts(), push);
    device.kept.taken = device.inbox.taken.length === 0 ? undefined : device.inbox.taken;
  } else if (isBootstrap(push.contentType)) takeBootstrap(device, push);
  else refusePush(device, push.contentType);
}

/** What was to happen after a commit that failed: requests have failed, timers still run. */
function takeDropped(device: AwakeDevice, dropped: readonly Effect[], text: string): void {
  for (const effect of dropped)
    if (effect.type === "timer.arm" || effect.type === "timer.cancel") device.effects.push(effect);
    else if (effect.type === "request")
      fetched(device, effect.request, { kind: "failed", reason: "dropped", text });
}

function fetched(device: AwakeDevice, request: string, outcome: FetchOutcome): void {
  if (request.startsWith("object/")) device.fetched(request, outcome);
}
