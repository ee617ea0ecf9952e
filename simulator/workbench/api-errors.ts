import { ORPCError } from "@orpc/server";
import { isWorkbenchError } from "../core/error.ts";

/** Does what a call of the API asks; our own errors become errors of the contract, with their sentence. */
export function act<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw told(error);
  }
}

/** The same for what takes time. */
export async function actLater<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw told(error);
  }
}

function told(error: unknown): unknown {
  if (!isWorkbenchError(error)) return error;
  const code = error.code.endsWith("/unknown")
    ? "NOT_FOUND"
    : /^(scenario|hold|device-input|console|policy-input|registry-input)\//.test(error.code)
      ? "BAD_REQUEST"
      : "CONFLICT";
  return new ORPCError(code, { message: error.message, data: { code: error.code } });
}
