/** Gives the browser a file to keep. */
import { safeName } from "./zip.ts";

/** A browser reads the bytes after the click; then they can go. */
const keptMs = 60_000;

export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>): void {
  // Never as a type that a browser would show: a configuration is no page.
  const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = safeName(name).replaceAll("/", "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
