import type { DiagnosticsView } from "../../api/index.ts";
import type { DevicePort, SimulatedDevice } from "../devices/device-port.ts";
import { optionally } from "../optionally.ts";
import { filterWords, hasWords } from "../words.ts";
import { diagnosticsOf } from "./measured.ts";

/** A page of the devices that have all the words, and the one that is chosen. */
export function deviceLines(
  { devices }: DevicePort,
  text: string,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): DiagnosticsView["devices"] {
  const words = filterWords(text);
  const lines: DiagnosticsView["devices"]["lines"] = [];
  let matching = 0;
  for (const device of devices.values()) {
    if (words.length > 0 && !hasWords(wordsOf(device), words)) continue;
    matching++;
    if (matching <= skip || lines.length >= limit) {
      // without a filter the rest need not be looked at
      if (words.length === 0 && lines.length >= limit) break;
      continue;
    }
    const { id, group, options } = device;
    lines.push({ id, model: options.profile.title, ...diagnosticsOf(device), ...optionally("group", group) });
  }
  return {
    lines,
    skipped: skip,
    total: devices.size,
    matching: words.length === 0 ? devices.size : matching,
  };
}

const remembered = new WeakMap<SimulatedDevice, string>();

function wordsOf(device: SimulatedDevice): string {
  const known = remembered.get(device);
  if (known !== undefined) return known;
  const { id, group = "", options } = device;
  const text = `${id} ${group} ${options.profile.title}`.toLowerCase();
  remembered.set(device, text);
  return text;
}
