/**
 * Who is where in the laboratory: the servers' addresses and names, and the invented users.
 * All addresses are of the documentation ranges (RFC 5737, RFC 3849), all names under `.example` (RFC 2606).
 */
import type { Server } from "./network.ts";
import { hostOf } from "./site.ts";

export const nginxAddress = "192.0.2.10";
export const nginxAddress6 = "2001:db8::10";
export const apacheAddress = "192.0.2.20";
/** Apache behind nginx; only the proxy can reach it by name. */
export const behindAddress = "192.0.2.21";

export const servers: readonly Server[] = [
  { v4: nginxAddress, v6: nginxAddress6, names: [hostOf("www"), hostOf("api"), hostOf("shop")] },
  { v4: apacheAddress, names: [hostOf("wiki"), hostOf("blog"), hostOf("files")] },
  { v4: behindAddress, names: ["behind.larkfield.example"] },
];

/** Invented users of the invented sites. */
export const passwords = {
  morgan: "harbour-light",
  monitor: "tick-tock",
  anna: "blue-boat",
};

export type User = keyof typeof passwords;
