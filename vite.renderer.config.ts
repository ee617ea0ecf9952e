import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page. Relative addresses, so that the host, `app://` and a sub-path can all serve it. */
export default defineConfig({
  root: "renderer",
  base: "./",
  plugins: [react()],
  build: {
    target: "chrome150",
    outDir: "../dist/renderer",
    emptyOutDir: true,
    reportCompressedSize: false,
    // Editors and panels are used at once on the first screen; a warning about their size would be noise.
    chunkSizeWarningLimit: 2000,
  },
});
