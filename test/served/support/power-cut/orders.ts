import { createHash } from "node:crypto";
import { utf8 } from "../../../../simulator/core/bytes.ts";
import { writePackage } from "../../../../simulator/roles/device/objects/package-format.ts";
import { createNodeCrypto } from "../../../support/node-crypto.ts";
import { package2 } from "../tunnel.ts";
import type { Dice } from "./random.ts";

/** A request of the External System, and what is expected of it. */
export interface Order {
  readonly kind: string;
  readonly operation: string;
  readonly content: string;
  /** Begins with a clientReference: it can be repeated until it is answered. */
  readonly repeatable: boolean;
  /** Whether an OperationResult follows: always, never, or only when it fails. */
  readonly result: "always" | "never" | "on-failure";
  /** Mark of its command, and the devices that it goes to. */
  readonly mark?: string;
  readonly devices?: readonly string[];
  /** The command must not be executed twice. */
  readonly once?: boolean;
  /** Codes of faults that are right: what it is about may be over. */
  readonly mayFault?: readonly string[];
}

export const ALERT_TYPE = "urn:x-cut:alarm";
const DIAGNOSTICS = "urn:oma:mo:oma-diag:batteryinfo:1.0";

let numbered = 0;

/** A mark that no other order has. */
export function newMark(): string {
  return `tok-${++numbered}`;
}

const replaceRing = (mark: string): string =>
  `<command><replace><locUri>./Settings/Ring</locUri><data>${mark}</data></replace></command>`;
const addBookmark = (mark: string): string =>
  `<command><add><locUri>./Settings/Bookmarks/${mark}</locUri><format>chr</format><data>${mark}</data></add></command>`;
const execReboot = (mark: string): string =>
  `<command><exec><locUri>./Vendor/Reboot</locUri><data>${mark}</data></exec></command>`;
const selector = (ids: readonly string[]): string => ids.map((id) => `<deviceId>${id}</deviceId>`).join("");

/** Makes the orders of a mixed load. */
export function orderMaker(dice: Dice, devices: readonly string[]) {
  const one = (): string => devices[dice.between(0, devices.length - 1)] ?? "";
  const some = (): readonly string[] => devices.filter(() => dice.next() < 0.6);
  const referenced = (operation: string, order: Omit<Order, "operation" | "repeatable">): Order => ({
    ...order,
    operation,
    repeatable: true,
    content: `<clientReference>${operation}-${++numbered}</clientReference>${order.content}`,
  });
  const get = (): Order => {
    const deviceId = one();
    return referenced("ManageParameters", {
      kind: "get",
      content: `<deviceId>${deviceId}</deviceId><command><get><locUri>./DevInfo/Man</locUri></get></command>`,
      result: "always",
      devices: [deviceId],
    });
  };
  const manage = (kind: string, commands: (mark: string) => string, once: boolean, atomic = false): Order => {
    const mark = newMark();
    const deviceId = one();
    return referenced("ManageParameters", {
      kind,
      content: `<deviceId>${deviceId}</deviceId>${commands(mark)}${atomic ? "<atomic>true</atomic>" : ""}`,
      result: "always",
      mark,
      devices: [deviceId],
      once,
    });
  };
  const bulk = (kind: string, commands: (mark: string) => string, once: boolean): Order => {
    const mark = newMark();
    const [first = one(), ...others] = some();
    const targets = [first, ...others];
    const pace = `<maxParallel>${dice.between(1, 6)}</maxParallel><progressEvery>${dice.between(1, 4)}</progressEvery>`;
    return referenced("SubmitBulkOperation", {
      kind,
      content: `<target>${selector(targets)}</target>${commands(mark)}${pace}`,
      result: "always",
      mark,
      devices: targets,
      once,
    });
  };
  const configuration = (): Order => {
    const mark = newMark();
    const targets = [one()];
    const parameters = `<parameters xmlns="urn:dmwsi:1.0"><parameter><locUri>./Settings/Homepage</locUri><data>${mark}</data></parameter></parameters>`;
    return referenced("SubmitConfiguration", {
      kind: "configuration",
      content: `<name>Home</name><version>1</version><contentType>application/vnd.dmwsi.parameters+xml</contentType><content>${Buffer.from(parameters).toString("base64")}</content><assignTo>${selector(targets)}</assignTo><applyAt>now</applyAt>`,
      result: "always",
      mark,
      devices: targets,
    });
  };
  const update = (): Order => {
    const octets = Buffer.from(firmware);
    const sha256 = createHash("sha256").update(octets).digest("hex");
    const targets = [one()];
    return referenced("SubmitUpdate", {
      kind: "update",
      content: `<name>Bench-1 firmware</name><version>1.1.0</version><kind>firmware</kind><content>${octets.toString("base64")}</content><size>${octets.length}</size><sha256>${sha256}</sha256><install>download-and-install</install><assignTo>${selector(targets)}</assignTo>`,
      result: "always",
      devices: targets,
    });
  };
  const makers: readonly (readonly [number, () => Order])[] = [
    [5, get],
    [6, () => manage("replace", replaceRing, false)],
    [5, () => manage("add", addBookmark, true)],
    [5, () => manage("exec", execReboot, true)],
    [3, () => manage("atomic add", addBookmark, true, true)],
    [3, () => bulk("bulk replace", replaceRing, false)],
    [2, () => bulk("bulk add", addBookmark, true)],
    [2, configuration],
    [1, update],
    [
      2,
      () => ({
        kind: "describe",
        operation: "DescribeDevice",
        content: `<deviceId>${one()}</deviceId><refresh>true</refresh>`,
        repeatable: false,
        result: "always",
      }),
    ],
    [
      2,
      () =>
        referenced("RequestDiagnostics", {
          kind: "diagnostics",
          // what is started goes on for ever: the operation expires
          content: `<deviceId>${one()}</deviceId><function>${DIAGNOSTICS}</function>${dice.next() < 0.5 ? "" : "<start>true</start><expires>PT20S</expires>"}`,
          result: "on-failure",
        }),
    ],
    [
      2,
      () =>
        referenced("InitiateSession", {
          kind: "tunnel",
          content: `<deviceId>${one()}</deviceId>`,
          result: "never",
        }),
    ],
    [
      1,
      () => {
        const mark = newMark();
        const targets = [one()];
        return referenced("SubscribeAlerts", {
          kind: "subscription",
          content: `<alertType>${ALERT_TYPE}</alertType><target>${selector(targets)}</target>${replaceRing(mark).replaceAll("command>", "setUp>")}`,
          result: "always",
          mark,
          devices: targets,
        });
      },
    ],
  ];
  const total = makers.reduce((sum, [weight]) => sum + weight, 0);
  return {
    any: (): Order => {
      let left = dice.next() * total;
      for (const [weight, make] of makers) {
        left -= weight;
        if (left < 0) return make();
      }
      return manage("replace", replaceRing, false);
    },
    cancel: (operationId: string): Order => ({
      kind: "cancel",
      operation: "CancelOperation",
      content: `<operationId>${operationId}</operationId>`,
      repeatable: false,
      result: "never",
    }),
    exchange: (sessionId: string, deviceId: string, closing: boolean): Order => {
      const mark = newMark();
      const add = `<Add><CmdID>1</CmdID><Item><Target><LocURI>./Settings/Bookmarks/${mark}</LocURI></Target><Meta><Format xmlns="syncml:metinf">chr</Format></Meta><Data>${mark}</Data></Item></Add>`;
      return {
        kind: closing ? "closing exchange" : "exchange",
        operation: "ExchangePackage",
        content: `<sessionId>${sessionId}</sessionId><package>${package2(closing ? "" : add)}</package><contentType>application/vnd.syncml.dm+xml</contentType>`,
        repeatable: false,
        result: "never",
        ...(closing ? {} : { mark, devices: [deviceId], once: true }),
        mayFault: ["SVC0202"],
      };
    },
  };
}

const firmware = writePackage(
  {
    kind: "firmware",
    model: "*",
    name: "Bench-1 firmware",
    version: "1.1.0",
    components: [],
    requires: [],
    parameters: [],
  },
  utf8("payload ".repeat(500)),
  createNodeCrypto(),
);
