/**
 * Makes a folder of mails, one a file: the same seed gives the same bytes.
 *
 * Sizes and shares are near those of the recorded mails that the tests read (median 4 kB, a quarter with HTML, a tenth
 * of several parts); words are made up.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seeded } from "./make-log.ts";
import { Draws } from "./write-lines.ts";

const startMs = Date.parse("2026-11-10T00:00:00Z");
const gapMs = 4_000;

/** Writes so many mails into a folder and returns how many bytes they have. */
export function makeMails(folder: string, count: number, seed: number): number {
  mkdirSync(folder, { recursive: true });
  const draws = new Draws(seeded(seed));
  let bytes = 0;
  for (let n = 0; n < count; n += 1) {
    const mail = Buffer.from(mailOf(draws, n), "utf8");
    writeFileSync(join(folder, `${String(n).padStart(6, "0")}.eml`), mail);
    bytes += mail.length;
  }
  return bytes;
}

function mailOf(draws: Draws, n: number): string {
  const boundary = draws.word(24);
  const kind = draws.below(20);
  const paragraphs = 2 + draws.tail(150);
  const plain = ["Content-Type: text/plain; charset=utf-8", "", text(draws, paragraphs)];
  const html = ["Content-Type: text/html; charset=utf-8", "", page(draws, paragraphs)];
  const parts = [`Content-Type: multipart/alternative; boundary="${boundary}"`, ""].concat(
    [plain, html].flatMap((part) => [`--${boundary}`, ...part]),
    `--${boundary}--`,
  );
  const body = kind < 14 ? plain : kind < 18 ? html : parts;
  return [...head(draws, n), "MIME-Version: 1.0", ...body, ""].join("\r\n");
}

function head(draws: Draws, n: number): string[] {
  const sender = `${draws.word(6)}@mail${draws.tail(400)}.example`;
  const date = new Date(startMs + n * gapMs).toUTCString();
  return [
    `Return-Path: <${sender}>`,
    ...Array.from(
      { length: 2 + draws.below(4) },
      (_, hop) =>
        `Received: from relay${hop}.example (relay${hop}.example [198.51.100.${draws.below(250)}])\r\n\tby mx.example.org (Postfix) with ESMTPS id ${draws.hex(10)}; ${date}`,
    ),
    `Authentication-Results: mx.example.org; spf=${draws.chance(0.9) ? "pass" : "fail"} smtp.mailfrom=${sender}; dkim=pass header.d=mail.example`,
    `From: "${draws.word(5)} ${draws.word(8)}" <${sender}>`,
    `To: <user${draws.tail(3_000)}@example.org>`,
    `Subject: =?utf-8?q?${draws.word(8)}_${draws.word(5)}_=C3=A9?=`,
    `Date: ${date}`,
    `Message-ID: <${draws.word(20)}@mail.example>`,
  ];
}

function sentence(draws: Draws): string {
  return `${Array.from({ length: 12 }, () => draws.word(2 + draws.below(8))).join(" ")}.`;
}

function text(draws: Draws, paragraphs: number): string {
  return Array.from({ length: paragraphs }, () =>
    draws.chance(0.1)
      ? `See https://www${draws.tail(300)}.example/${draws.word(8)}`
      : `${sentence(draws)}\r\n${sentence(draws)}`,
  ).join("\r\n\r\n");
}

function page(draws: Draws, paragraphs: number): string {
  const body = Array.from({ length: paragraphs }, () =>
    draws.chance(0.2)
      ? `<p><a href="https://www${draws.tail(300)}.example/${draws.word(8)}">${draws.word(9)}</a></p>`
      : `<p style="margin:0"><b>${draws.word(6)}</b> ${sentence(draws)}</p>`,
  ).join("\r\n");
  return `<html><head><title>${draws.word(7)}</title></head><body>\r\n${body}\r\n</body></html>`;
}
