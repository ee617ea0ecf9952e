import { defineConfig } from "vite";

/** The preload: one CommonJS file, because a sandboxed window loads nothing else. */
export default defineConfig({
  build: {
    target: "chrome150",
    outDir: "dist/preload",
    emptyOutDir: true,
    reportCompressedSize: false,
    lib: { entry: "electron/preload.ts", formats: ["cjs"], fileName: () => "preload.cjs" },
    rolldownOptions: { external: ["electron"] },
  },
});
