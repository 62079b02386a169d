/** All document readers, the surest first. */
import type { DocumentReader } from "./document.ts";

export const documentReaders: readonly DocumentReader[] = [];
