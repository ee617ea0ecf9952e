import type { MannerView } from "../../api/index.ts";
import { WorkbenchError } from "../../core/error.ts";
import {
  goodManners,
  mannerNames,
  mannerTexts,
  type DeviceManners,
} from "../../roles/device/manners/index.ts";

/** The manners of a device in words, with what there is to choose from. */
export function mannerViews(manners: DeviceManners): MannerView[] {
  return mannerNames.map((name) => {
    const { title, text, values } = mannerTexts[name];
    return {
      name,
      title,
      text,
      value: String(manners[name]),
      choices: values.map((choice) => ({ ...choice })),
    };
  });
}

/** Manners from the values that a view or a scenario names. Throws `device-input/manners`. */
export function readManners(values: Readonly<Record<string, string>>): Partial<DeviceManners> {
  const found: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(values)) {
    const name = mannerNames.find((known) => known === key);
    if (name === undefined)
      throw unusable(`There are no manners called ${key}; there are ${mannerNames.join(", ")}.`);
    const choices = mannerTexts[name].values;
    if (!choices.some((choice) => choice.value === value))
      throw unusable(
        `${key} cannot be "${value}"; it can be ${choices.map((choice) => choice.value).join(", ")}.`,
      );
    found[name] = typeof goodManners[name] === "number" ? Number(value) : value;
  }
  return found;
}

function unusable(text: string): WorkbenchError {
  return new WorkbenchError("device-input/manners", text);
}
