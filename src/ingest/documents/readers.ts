/** All document readers; what one claims, no other does. */
import { application } from "./application.ts";
import { auditd } from "./auditd.ts";
import { csvDocument } from "./csv-document.ts";
import type { DocumentReader } from "./document.ts";
import { jsonDocument } from "./json-document.ts";
import { eml, mbox } from "./mail.ts";
import { modsecuritySerial } from "./modsecurity-serial.ts";
import { windowsXml } from "./windows-xml.ts";

export const documentReaders: readonly DocumentReader[] = [
  mbox,
  eml,
  windowsXml,
  modsecuritySerial,
  auditd,
  jsonDocument,
  csvDocument,
  application,
];
