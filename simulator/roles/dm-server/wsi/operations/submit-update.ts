import { equalBytes, toHex } from "../../../../core/bytes.ts";
import type { SubmitUpdate, SubmitUpdateResponseInput } from "../../../../protocols/wsi/index.ts";
import { checkOutstanding, type Answer, type Call } from "../call.ts";
import { acceptItemWork } from "../library/item-work.ts";
import { checkManagedHere, checkRoom } from "../library/ownership.ts";
import { ackOf } from "../operation-log.ts";
import { serviceRefusal } from "../refusal.ts";
import { selectDevices } from "../selection.ts";

/** G1: stores an update and brings it to the devices that it is assigned to, which are notified. */
export function submitUpdate(request: SubmitUpdate, call: Call): Answer<SubmitUpdateResponseInput> {
  const { room, turn, owner } = call;
  const { name, version, kind, install, size, sha256, packageUri, content, assignTo, expires } = request;
  checkPackage(request, call);
  checkRoom("updates", content?.length ?? 0, call);
  const devices = assignTo ? selectDevices(assignTo, "assignTo", call) : [];
  checkManagedHere(devices, "SubmitUpdate");
  checkOutstanding(call);
  const { updateId } = room.library.addUpdate(
    {
      owner,
      name,
      version,
      kind,
      install,
      size,
      sha256: toHex(sha256),
      ...(packageUri === undefined ? {} : { packageUri }),
    },
    content,
    turn.moment.date,
  );
  const operation = acceptItemWork(
    {
      operation: "SubmitUpdate",
      name,
      work: { kind: "update", updateId },
      devices,
      notify: true,
      expires,
    },
    call,
  );
  return { response: { ack: ackOf(operation), updateId }, conversation: operation.conversation };
}

const SHA256_LENGTH = 32;

/** Checks what is said of the package; refuses with SVC0002 naming the part. */
function checkPackage(
  { packageUri, content, size, sha256 }: SubmitUpdate,
  { room: { context } }: Call,
): void {
  if ((packageUri === undefined) === (content === undefined))
    throw serviceRefusal(
      "SVC0002",
      ["packageUri, content"],
      "exactly one of packageUri and content says what the package is",
    );
  if (packageUri !== undefined && !isUsable(packageUri))
    throw serviceRefusal(
      "SVC0002",
      ["packageUri"],
      "it has to be an http or https address without user name",
    );
  if (size < 1) throw serviceRefusal("SVC0002", ["size"], "a package has at least one octet");
  if (sha256.length !== SHA256_LENGTH)
    throw serviceRefusal("SVC0002", ["sha256"], `a SHA-256 digest has ${SHA256_LENGTH} octets`);
  if (content && content.length !== size)
    throw serviceRefusal("SVC0002", ["size"], `the content has ${content.length} octets, not ${size}`);
  if (content && !equalBytes(context.crypto.sha256(content), sha256))
    throw serviceRefusal("SVC0002", ["sha256"], "the content has another digest");
}

/** An address for the devices; this DM server never fetches it. */
function isUsable(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}
