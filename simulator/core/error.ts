/**
 * An error with a stable code per area (`area/what-happened`), a sentence for people and the data to show it.
 * Tests assert the code. Thrown for wrong use and for our own faults; bad input from a peer is a `Finding` instead.
 */
export class WorkbenchError extends Error {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: string, text: string, data: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause });
    this.name = "WorkbenchError";
    this.code = code;
    this.data = data;
  }
}

/** True for a `WorkbenchError` with this code, or with any code of the area when the code ends in `/`. */
export function isWorkbenchError(error: unknown, code?: string): error is WorkbenchError {
  if (!(error instanceof WorkbenchError)) return false;
  if (code === undefined) return true;
  return code.endsWith("/") ? error.code.startsWith(code) : error.code === code;
}

/** The message of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
