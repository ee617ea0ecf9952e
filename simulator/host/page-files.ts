import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";

/** What the page may load and run: its own files; styles also inline (the component kit writes them), icons as `data:`. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const safeHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
} as const;

/** Ends a response with a status and one sentence. */
export function refusePage(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...safeHeaders, "content-type": "text/plain; charset=utf-8" });
  response.end(`${text}\n`);
}

/**
 * Serves the files of the built page below `folder` and nothing else. Files whose name carries a hash never change and
 * may be kept by the browser; the rest is asked for again.
 */
export async function servePage(
  folder: string,
  method: string,
  target: string,
  response: ServerResponse,
): Promise<void> {
  if (method !== "GET" && method !== "HEAD") {
    refusePage(response, 405, "Only GET is answered here.");
    return;
  }
  const path = pathOf(target);
  const file = path === undefined ? undefined : join(folder, path.endsWith("/") ? `${path}index.html` : path);
  const type = file === undefined ? undefined : contentTypes[extname(file)];
  if (file === undefined || type === undefined || !file.startsWith(folder + sep)) {
    refusePage(response, 404, "There is no such file.");
    return;
  }
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) {
    refusePage(response, 404, "There is no such file. Was the page built (npm run build)?");
    return;
  }
  const isHashed = path?.startsWith("/assets/") ?? false;
  response.writeHead(200, {
    ...safeHeaders,
    "content-type": type,
    "content-length": content.length,
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-store",
  });
  response.end(method === "HEAD" ? undefined : content);
}

/** The path of a request target without query and percent signs; undefined when it cannot be a file of the page. */
function pathOf(target: string): string | undefined {
  try {
    const path = decodeURIComponent(target.split(/[?#]/, 1)[0] ?? "");
    return path.startsWith("/") && !/[\0\\]/.test(path) && !path.split("/").includes("..") ? path : undefined;
  } catch {
    return undefined; // percent signs that are no UTF-8
  }
}
