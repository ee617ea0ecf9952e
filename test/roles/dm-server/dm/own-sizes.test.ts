import { expect, test } from "vitest";
import { account, clientMessage, createDialogue, package1, status } from "./dialogue.ts";

const accounts = [{ ...account, client: { ...account.client, auth: "none" as const } }];

test("DMPRO 7.2 our MaxMsgSize and MaxObjSize stand in the first message of a session, and hold", () => {
  const dialogue = createDialogue({
    accounts,
    settings: { respUri: false },
    limits: { messageSize: 5000, objectSize: 70_000 },
  });
  dialogue.open({ notify: false, mode: { kind: "tunnel" } });
  const first = dialogue.post(clientMessage({}, package1(1201), false));
  expect(dialogue.message(first).SyncHdr.Meta).toMatchObject({ MaxMsgSize: 5000, MaxObjSize: 70_000 });
  const second = dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200)));
  dialogue.supply([]);
  expect(dialogue.message(second).SyncHdr.Meta).toBeUndefined();
});

test("a message over our MaxMsgSize is refused by the transport, and the session goes on", () => {
  const dialogue = createDialogue({ accounts, settings: { respUri: false }, limits: { messageSize: 2000 } });
  dialogue.open({ notify: false, mode: { kind: "tunnel" } });
  dialogue.post(clientMessage({}, package1(1201), false));
  const large = clientMessage({ msg: 2 }, package1(1201).replace("Bench-1", "x".repeat(3000)));
  expect(dialogue.responseTo(dialogue.post(large)).status).toBe(413);
  const next = dialogue.post(clientMessage({ msg: 2 }, status(1, 1, 0, "SyncHdr", 200)));
  dialogue.supply([]);
  expect(dialogue.responseTo(next).status).toBe(200);
});
