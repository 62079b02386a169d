/** How the console is built: into dist/web, which the server reads when it starts. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// Whoever builds (the tests set it to "test"), React's build for development is never what is shipped.
process.env.NODE_ENV = "production";

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: place("."),
  build: {
    outDir: place("../dist/web"),
    emptyOutDir: true,
    target: "es2022",
    // Nothing may stand in the page as text: the content policy allows files of this server alone.
    assetsInlineLimit: 0,
    license: { fileName: "licenses.md" },
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      onLog: (level, log, tell) => {
        // Libraries say "use client" for frameworks that render on servers; here nothing does.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") tell(level, log);
      },
    },
  },
});
