import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";

/** The scheme under which the window loads the page: it has an origin, which `file:` has not. */
export const APP_SCHEME = "app";

/** Origin of the page in the window. */
export const APP_ORIGIN = `${APP_SCHEME}://workbench`;

/**
 * What the page may load and run: its own files. Styles may also be inline, because the component kit and
 * the editor write style elements; images may be `data:` for the icons inside style sheets.
 */
export const CONTENT_SECURITY_POLICY = [
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

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/**
 * Answers requests for `app://workbench/…` from one folder.
 *
 * @param folder the built page
 * @returns a handler for `protocol.handle`: 400 for an address that cannot be read, 403 outside the folder
 *   or origin, 404 where there is no such file, 405 for anything but GET and HEAD
 */
export function createPageHandler(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return refusal(405);
    const url = new URL(request.url);
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return refusal(403);
    const path = decodedPath(url.pathname);
    if (path === undefined) return refusal(400);
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!file.startsWith(folder + sep)) return refusal(403);
    const type = CONTENT_TYPES[extname(file)];
    if (type === undefined) return refusal(404);
    return serve(file, type, request.method);
  };
}

async function serve(file: string, type: string, method: string): Promise<Response> {
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = new Uint8Array(await readFile(file));
  } catch {
    return refusal(404);
  }
  return new Response(method === "HEAD" ? null : content, {
    headers: {
      "content-type": type,
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
    },
  });
}

/** The path without percent signs; undefined when it cannot be read or holds what no file of ours has. */
function decodedPath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    return /[\0\\]/.test(path) ? undefined : path;
  } catch {
    return undefined;
  }
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { "content-security-policy": CONTENT_SECURITY_POLICY } });
}
