/** Mistakes in content files. */
import { VedetteError } from "../errors.ts";

/** The file of a profile, indicator or format; loading checks that it is called so. */
export function contentPath(kind: "profiles" | "indicators" | "formats" | "links", id: string): string {
  return `content/${kind}/${id}.yaml`;
}

/** A mistake in a content file, with what to do about it. */
export function contentError(path: string, message: string, hint: string, cause?: unknown): VedetteError {
  return new VedetteError("content.invalid", `${path}: ${message}`, { place: { path }, hint, cause });
}
