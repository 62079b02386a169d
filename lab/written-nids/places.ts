/** Where the workstations are. */
import { range } from "./event.ts";

/** Workstations of the site that Suricata watches, and of the one that Zeek watches. */
export const office = [...range("10.50.10", 11, 60), ...range("10.50.11", 11, 45)];
export const works = [...range("10.60.10", 11, 60), ...range("10.60.11", 11, 29)];
