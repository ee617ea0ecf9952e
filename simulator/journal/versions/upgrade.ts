import { WorkbenchError } from "../../core/error.ts";
import type { RecordFields } from "../record-form.ts";
import { JOURNAL_VERSION } from "../record.ts";

/** Brings the fields of a record of one version to the next. */
export type Upgrader = (fields: RecordFields) => RecordFields;

/** By the version that they read. Version 1 is the first, so that there is nothing to bring up to it yet. */
const upgraders: ReadonlyMap<number, Upgrader> = new Map();

/**
 * The upgrade of records of a version to the version that this program reads.
 *
 * @throws WorkbenchError `journal/version-unknown` for a version that is newer than this program, or none
 */
export function upgraderFrom(version: number, steps = upgraders, newest = JOURNAL_VERSION): Upgrader {
  if (!Number.isInteger(version) || version < 1 || version > newest)
    throw new WorkbenchError(
      "journal/version-unknown",
      `The journal is of version ${version}; this program reads versions 1 to ${newest}.`,
      { version, newest },
    );
  return (fields) => {
    let upgraded = fields;
    for (let at = version; at < newest; at++) upgraded = steps.get(at)?.(upgraded) ?? upgraded;
    return upgraded;
  };
}
