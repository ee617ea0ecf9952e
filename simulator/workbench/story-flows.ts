import {
  counted,
  endWords,
  hasFact,
  listed,
  type Material,
  numberOf,
  sentence,
  textOf,
  type Told,
} from "./story-material.ts";

/*
 * The sentences of flows that are more than one session: told from the messages alone, so that a run that went another way
 * than its scenario meant is told as it went.
 */

/** What happened between registration and end in such a flow; undefined when the run is none of them. */
export function flowOf(material: Material): readonly string[] | undefined {
  const flow = [matrix, delegation, bulk, configuration, slow, discovery].find((tell) => {
    return tell(material) !== undefined;
  });
  return flow?.(material)?.map(sentence);
}

type Tell = (material: Material) => readonly string[] | undefined;

/** Several External Systems and devices that prove themselves, and some that cannot. */
const matrix: Tell = ({ all, requests }) => {
  const registering = namesOf(requests("RegisterExternalSystem"));
  if (registering.size < 3) return undefined;
  const faults = all.filter(({ facts }) => facts["part"] === "fault");
  const refused = faults.filter(({ message }) => message.channel === "wsi").length;
  const refusing = faults.filter(({ message }) => message.channel === "wsi-callback").length;
  const results = requests("OperationResult");
  const reasons = results.map(({ facts }) => String(facts["results.reason"] ?? facts["field.reason"] ?? ""));
  const by = (who: string) => reasons.filter((reason) => reason.startsWith(`refused by the ${who}`)).length;
  const served = results.filter(({ facts }) => facts["field.state"] === "succeeded").length;
  return [
    `${registering.size - refused - refusing} of ${counted(registering.size, "External System")} registered and were confirmed`,
    `The DM server refused the credentials of ${refused}; ${refusing} refused those of its callbacks, and were paused`,
    `Of ${counted(results.length, "device")}, ${served} were served, ${by("DM server")} were refused by the DM server, and ${by("device")} refused it`,
  ];
};

/** A DM server that forwards to another. */
const delegation: Tell = ({ all, requests, answers }) => {
  const forwarded = all.find(({ facts }) => facts["part"] === "request" && Array.isArray(facts["via"]));
  if (!forwarded) return undefined;
  const { from, to } = forwarded.message;
  const isUpward = ({ message }: Told) => message.from.name === from.name && message.to.name === to.name;
  const copied = numberOf(
    answers("DiscoverDevices").find(({ message }) => message.from.name === to.name),
    "field.totalMatches",
  );
  const found = numberOf(
    answers("DiscoverDevices").find(({ message }) => message.to.role === "external-system"),
    "field.totalMatches",
  );
  const inventory =
    copied === undefined ? "" : ` and learned which ${counted(copied, "device")} it may manage`;
  const lines = [
    `${from.name} registered with ${to.name} as its External System${requests("RegisterExternalSystem").some(isUpward) ? inventory : ""}`,
  ];
  const seen = found === undefined ? "" : ` found ${counted(found, "device")} of both and`;
  const device = textOf(forwarded, "field.deviceId");
  const what = device === undefined ? "an operation on many devices" : `an operation on ${device}`;
  lines.push(
    `The External System${seen} handed ${what} to ${from.name}, which forwarded it to ${to.name} through its own WSI client`,
  );
  const own = sessionsOf(all).filter((told) => told.message.to.name === from.name);
  const theirs = sessionsOf(all).filter((told) => told.message.to.name === to.name);
  const refusal = all.find(
    ({ message, facts }) => facts["part"] === "fault" && message.from.name === to.name,
  );
  if (refusal) lines.push(`${to.name} refused it: ${textOf(refusal, "faultText") ?? "a fault"}`);
  else if (own.length > 0)
    lines.push(
      `${from.name} served ${counted(namesOf(own).size, "device")} itself, ${to.name} ${counted(namesOf(theirs).size, "device")}`,
    );
  else if (theirs.length > 0) lines.push(`${to.name} carried it out on ${listed([...namesOf(theirs)])}`);
  return lines;
};

/** One operation on many devices. */
const bulk: Tell = ({ all, requests, answers }) => {
  const [submitted] = requests("SubmitBulkOperation");
  if (!submitted) return undefined;
  const count = numberOf(answers("SubmitBulkOperation")[0], "field.targetCount");
  const name = textOf(submitted, "field.name");
  const parallel = numberOf(submitted, "field.maxParallel");
  const lines = [
    `It submitted ${name === undefined ? "one operation" : `“${name}”`}${count === undefined ? "" : ` for ${counted(count, "device")}`}${parallel === undefined ? "" : `, at most ${parallel} at a time`}`,
  ];
  const sessions = sessionsOf(all);
  const came = namesOf(sessions);
  const alone = namesOf(sessions.filter((told) => hasFact(told, "alerts", 1201)));
  const bySelf =
    alone.size === 0 ? "" : `, ${alone.size === 1 ? "one" : String(alone.size)} of them by itself`;
  lines.push(
    came.size === 0
      ? "No device came to a session"
      : `${counted(came.size, "device")} came to ${came.size === 1 ? "a session" : "sessions"}${bySelf}`,
  );
  const reports = requests("OperationProgress").length;
  const cancelled = requests("CancelOperation").length > 0 ? "the External System cancelled the rest" : "";
  const progress = reports === 0 ? "" : `the DM server reported progress ${counted(reports, "time")}`;
  const middle = [progress, cancelled].filter((text) => text !== "").join("; ");
  if (middle !== "") lines.push(middle.charAt(0).toUpperCase() + middle.slice(1));
  return lines;
};

/** Configuration data and an update package that are stored, assigned and reported. */
const configuration: Tell = ({ all, requests }) => {
  const [stored] = requests("SubmitConfiguration");
  const [update] = requests("SubmitUpdate");
  if (!stored && !update) return undefined;
  const lines: string[] = [];
  if (stored) {
    const pushed = all.some(({ title }) => title === "Bootstrap");
    const upTo = update?.message.seq ?? Infinity;
    const session = sessionsOf(all).find(({ message }) => message.seq < upTo);
    const how = pushed
      ? ", which the DM server pushed to the device as a bootstrap message"
      : session === undefined
        ? ""
        : `, which the device took in session ${textOf(session, "sessionId") ?? ""}`;
    lines.push(`It handed over the configuration “${textOf(stored, "field.name") ?? ""}”${how}`);
  }
  if (update) {
    const download = all.find(
      ({ message, facts }) => message.to.role === "device" && facts["document"] === "package",
    );
    const size = numberOf(download, "size");
    const loaded = size === undefined ? "" : `; the device downloaded its ${size} octets from the DM server`;
    const alerted = all.some((told) => told.message.from.role === "device" && hasFact(told, "alerts", 1226));
    const report = alerted ? " and reported the outcome with a Generic Alert" : "";
    lines.push(
      `It handed over ${textOf(update, "field.kind") ?? "an update"} “${textOf(update, "field.name") ?? ""}”${loaded}${report}`,
    );
  }
  return lines;
};

/** An External System that lets the device wait. */
const slow: Tell = ({ all, requests }) => {
  if (requests("InitiateSession").length === 0) return undefined;
  const exchanged = requests("ExchangePackage").length;
  const fromServer = all.filter(
    ({ message }) => message.channel === "dm" && message.from.role === "dm-server",
  );
  const empty = fromServer.filter(({ title }) => title === "Statuses").length;
  const harmless = fromServer.filter(({ title }) => title === "Package 2").length - exchanged;
  if (empty === 0 && harmless <= 0) return undefined;
  const [session] = sessionsOf(all);
  const how =
    empty > 0 ? `${counted(empty, "message")} without Final` : counted(Math.max(0, harmless), "harmless Get");
  const lines = [
    `${session?.message.from.name ?? "The device"} came to session ${textOf(session, "sessionId") ?? ""}, and the External System let it wait`,
    `The DM server kept it in the session with ${how}`,
  ];
  lines.push(
    exchanged > 0
      ? "The commands of the External System reached the device in the same session, and its answers went back without what had kept it waiting"
      : "The External System never answered, so the DM server ended the session in order",
  );
  return lines;
};

/** Questions about the inventory. */
const discovery: Tell = ({ all, requests, answers }) => {
  const asked = requests("DiscoverDevices");
  if (asked.length < 2) return undefined;
  const first = answers("DiscoverDevices").find((told) => numberOf(told, "field.totalMatches") !== undefined);
  const page = numberOf(first, "count.device") ?? 0;
  const total = numberOf(first, "field.totalMatches") ?? 0;
  const lines = [
    `It asked for devices ${counted(asked.length, "time")}; the first answer named ${page} of ${total}`,
  ];
  const refreshed = requests("DescribeDevice").find(({ facts }) => facts["field.refresh"] === true);
  const [session] = sessionsOf(all);
  if (refreshed && session)
    lines.push(
      `DevInfo and DevDetail of ${textOf(refreshed, "field.deviceId") ?? "one device"} were read anew in session ${textOf(session, "sessionId") ?? ""}`,
    );
  const capable = answers("DiscoverDevices").find(
    ({ facts }) => Array.isArray(facts["capabilities"]) && facts["capabilities"].length > 0,
  );
  if (capable && Array.isArray(capable.facts["capabilities"]))
    lines.push(
      `With its capabilities it named ${counted(capable.facts["capabilities"].length, "management object")}`,
    );
  const [delivered] = requests("DiscoveryResult");
  if (delivered)
    lines.push(
      `The last page came by callback, with ${numberOf(delivered, "count.device") ?? 0} of ${counted(numberOf(delivered, "field.totalMatches") ?? 0, "device")}`,
    );
  return lines;
};

/** How the operations of a flow ended, as the DM server told its External System; undefined where it told nothing. */
export function flowEnd({ requests, all }: Material): string | undefined {
  const results = requests("OperationResult").filter(({ message }) => message.to.role === "external-system");
  const last = results.at(-1);
  if (last === undefined) return undefined;
  const status = requests("SessionStatus").at(-1);
  if (status && status.message.seq > last.message.seq) return undefined;
  const stored = requests("SubmitConfiguration").length > 0 && requests("SubmitUpdate").length > 0;
  if (stored && results.length > 1) {
    const [first = last] = results;
    return sentence(
      `The DM server told the External System that the configuration ${endWords(first)}, and the update ${endWords(last)}`,
    );
  }
  const isForwarded = all.some(({ facts }) => Array.isArray(facts["via"]));
  const own = isForwarded ? " under its own operation" : "";
  return sentence(`The DM server told the External System${own} that the operation ${endWords(last)}`);
}

/** The first Package 1 of each session. */
function sessionsOf(all: readonly Told[]): readonly Told[] {
  const seen = new Set<string>();
  return all.filter(({ message, facts }) => {
    if (message.channel !== "dm" || facts["package"] !== 1 || message.from.role !== "device") return false;
    const key = `${message.from.name}/${String(facts["sessionId"])}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

/** Names of those who sent. */
function namesOf(messages: readonly Told[]): ReadonlySet<string> {
  return new Set(messages.map(({ message }) => message.from.name));
}
