/**
 * `npm run dev`: the host from its sources, restarted when they change, and the page from Vite's server,
 * updated in place.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { createServer } from "vite";
import { inProject, projectRoot } from "./setup/project.mjs";
import { handOnSignals } from "./setup/run.mjs";
import { say } from "./setup/say.mjs";

const entry = inProject("simulator", "host", "entry-cli.ts");
const host = spawn(
  process.execPath,
  ["--watch", "--watch-preserve-output", entry, "serve", ...process.argv.slice(2)],
  {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "inherit"],
  },
);

/**
 * The policy of the shipped page forbids inline scripts, and Vite's hot replacement begins with one.
 *
 * @type {import("vite").Plugin}
 */
const withoutPolicy = {
  name: "without-policy",
  transformIndexHtml: {
    order: "pre",
    handler: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  },
};

/** @type {import("vite").ViteDevServer | undefined} */
let page;

/**
 * The host prints one line of JSON with its addresses each time it is ready. Vite's server is placed in
 * front of its UI listener, so that page and API have one origin as they do in production.
 *
 * @param {string} line
 */
async function showPage(line) {
  if (!line.startsWith("{")) return;
  /** @type {{ ui: string }} */
  const { ui } = JSON.parse(line);
  const { origin, hash } = new URL(ui);
  await page?.close();
  page = await createServer({
    configFile: inProject("vite.renderer.config.ts"),
    plugins: [withoutPolicy],
    server: {
      host: "127.0.0.1",
      proxy: { "/api": { target: origin, ws: true, changeOrigin: true, rewriteWsOrigin: true } },
    },
  });
  await page.listen();
  for (const address of page.resolvedUrls?.local ?? []) say(`The page: ${address}${hash}`);
}

createInterface({ input: host.stdout }).on("line", (line) => void showPage(line));
handOnSignals((signal) => host.kill(signal));
host.once("exit", (code) => {
  void page?.close();
  process.exitCode = code ?? 0;
});
