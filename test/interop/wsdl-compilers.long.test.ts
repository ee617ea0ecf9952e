import { spawn, spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callbackNames, operationNames } from "../../simulator/protocols/wsi/index.ts";
import { startSimulatedDmServer, type SimulatedDmServer } from "./support/simulated-dm-server.ts";

/* Programs that make code of a WSDL take every WSDL that we serve: gSOAP for C, JAX-WS for Java. */

const variants = [
  { query: "wsdl", names: operationNames },
  { query: "wsdl=soap11", names: operationNames },
  { query: "wsdl=inline", names: operationNames },
  { query: "wsdl=callback", names: callbackNames },
] as const;
const wsimport = "/usr/share/jaxws/bin/wsimport.sh";
const isThere = (program: string): boolean => spawnSync(program, ["-V"]).error === undefined;
const noGsoap = isThere("wsdl2h") && isThere("soapcpp2") ? undefined : "there is no gSOAP (Debian: gsoap)";
const noObjects =
  existsSync("/usr/include/stdsoap2.h") && isThere("cc")
    ? undefined
    : "there is no C compiler with the header of gSOAP (Debian: gcc, libgsoap-dev)";
const noJava =
  existsSync(wsimport) && isThere("java") ? undefined : "there is no wsimport of JAX-WS (Debian: jaxws)";

/** Milliseconds that a compiler may take on a busy machine. */
const PATIENCE = 120_000;

let server: SimulatedDmServer;
let folder: string;
beforeAll(async () => {
  server = await startSimulatedDmServer();
  folder = mkdtempSync(join(tmpdir(), "dmwsi-compilers-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

/** Runs a compiler; the server of the WSDL answers meanwhile. Gives what it wrote. */
function run(place: string, program: string, ...parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: place,
      env: { ...process.env, no_proxy: "127.0.0.1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let written = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (written += text));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve(written);
      else reject(new Error(`${program} ${parameters.join(" ")} ended with ${code}: ${written}`));
    });
  });
}

function emptyFolder(name: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  return place;
}

describe.each(variants)("?$query", ({ query, names }) => {
  it("becomes C with gSOAP, which a C compiler takes", { timeout: PATIENCE }, async (context) => {
    if (noGsoap !== undefined) return context.skip(noGsoap);
    const place = emptyFolder(`c-${query}`);
    const told = await run(place, "wsdl2h", "-c", "-s", "-o", "wsi.h", `${server.url}/wsi?${query}`);
    expect(told).not.toMatch(/error/i);
    const made = await run(place, "soapcpp2", "-c", "-x", "-L", "-w", "-I/usr/share/gsoap/import", "wsi.h");
    expect(made).not.toMatch(/error/i);
    const client = readFileSync(join(place, "soapClient.c"), "utf8");
    const calls = [...client.matchAll(/\bsoap_call___\w+?__(\w+)\(/g)].map(([, name]) => name);
    expect(calls).toEqual(expect.arrayContaining([...names]));
    if (noObjects !== undefined || query === "wsdl=inline") return;
    for (const file of ["soapC.c", "soapClient.c", "soapServer.c"])
      await run(place, "cc", "-O0", "-w", "-c", file, "-o", file.replace(/c$/, "o"));
    expect(globSync("*.o", { cwd: place })).toHaveLength(3);
  });

  it("becomes Java with wsimport of JAX-WS", { timeout: PATIENCE }, async (context) => {
    if (noJava !== undefined) return context.skip(noJava);
    const place = emptyFolder(`java-${query}`);
    const told = await run(
      place,
      "sh",
      wsimport,
      "-extension",
      "-Xnocompile",
      "-d",
      place,
      `${server.url}/wsi?${query}`,
    );
    expect(told).not.toMatch(/\[ERROR\]/);
    const classes = globSync("**/*.java", { cwd: place }).map((file) => basename(file, ".java"));
    expect(classes).toEqual(expect.arrayContaining([...names]));
  });
});
