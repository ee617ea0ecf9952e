import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Compiles a reference that uses libwbxml, where a C compiler and the library's headers are installed (Debian: gcc,
 * libwbxml2-dev). Returns why not, where it cannot be.
 */
export async function compileReference(source: string, program: string): Promise<string | undefined> {
  const path = fileURLToPath(new URL(source, import.meta.url));
  try {
    const { stdout } = await run("pkg-config", ["--cflags", "--libs-only-l", "libwbxml2"]);
    await run("gcc", ["-O2", "-o", program, path, ...stdout.split(/\s+/).filter((word) => word !== "")]);
    return undefined;
  } catch {
    return "gcc, pkg-config or libwbxml2-dev is not installed";
  }
}
