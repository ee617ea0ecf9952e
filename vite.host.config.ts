import { builtinModules } from "node:module";
import { defineConfig } from "vite";

/**
 * Every file that is started by itself, not imported: a process, a utility process, a worker thread.
 * Each becomes `dist/host/<name>.js`. A new worker is one more line here.
 */
const entries = {
  "entry-cli": "simulator/host/entry-cli.ts",
  "entry-electron": "simulator/host/entry-electron.ts",
  main: "electron/main.ts",
};

/** The host and the desktop shell's main process, bundled whole: what ships needs no node_modules. */
export default defineConfig({
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist/host",
    emptyOutDir: true,
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: entries,
      external: ["electron", ...builtinModules, /^node:/],
      // Shared pieces lie beside the entries, so that `import.meta.dirname` is dist/host in all of them.
      output: { chunkFileNames: "[name]-[hash].js" },
    },
  },
  ssr: { noExternal: true, external: ["electron"] },
});
