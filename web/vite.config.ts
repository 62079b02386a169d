/** How the console is built: into dist/web, which the server reads when it starts. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig } from "vite";

// Whoever builds (the tests set it to "test"), React's build for development is never what is shipped.
process.env.NODE_ENV = "production";

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const built = place("../dist/web");
/** What compresses well; the server sends the smaller one to whoever takes it. */
const texts = /\.(?:css|html|js|svg)$/;

function compress(): void {
  for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !texts.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    );
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

export default defineConfig({
  plugins: [{ name: "compress", closeBundle: compress }],
  root: place("."),
  build: {
    outDir: built,
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
