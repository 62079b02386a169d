/** All document readers, the surest first. */
import type { DocumentReader } from "./document.ts";
import { eml, mbox } from "./mail.ts";

export const documentReaders: readonly DocumentReader[] = [mbox, eml];
