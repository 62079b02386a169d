/** The body of a mail: text, HTML, an invitation, attachments, each coded as mail programs code it. */
import { crc32, deflateSync } from "node:zlib";
import { Chance } from "../random.ts";
import { hex, type Letter } from "./mail-letter.ts";

export interface Part {
  readonly name: string;
  readonly type: string;
  readonly body?: string;
  /** Shown in the text under this identifier. */
  readonly cid?: string;
  /** A picture of black and white squares stands for a code to scan. */
  readonly squares?: boolean;
}

interface Piece {
  readonly fields: readonly string[];
  readonly content: string;
}

export function body(one: Letter): Piece {
  const shown: Piece[] = [
    ...(one.text === "" ? [] : [written("text/plain", one.text, one.coding)]),
    ...(one.html === "" ? [] : [written("text/html", one.html, one.coding)]),
    ...(one.calendar === ""
      ? []
      : [
          written(
            "text/calendar; method=REQUEST",
            `${one.calendar.trim().replaceAll("\n", "\r\n")}\r\n`,
            "base64",
          ),
        ]),
  ];
  const first = joined("alternative", shown, one.id);
  return joined("mixed", [first, ...one.parts.map((part) => attached(part, one.id))], one.id);
}

function joined(kind: string, pieces: readonly Piece[], seed: string): Piece {
  const [only] = pieces;
  if (only === undefined) throw new Error(`${seed}: no body`);
  if (pieces.length === 1) return only;
  const boundary = `_00${pieces.length}_${hex(`${kind} ${seed}`, 28)}_`;
  return {
    fields: [`Content-Type: multipart/${kind};\n boundary="${boundary}"`],
    content: `${pieces.map(({ fields, content }) => `--${boundary}\n${fields.join("\n")}\n\n${content}\n`).join("")}--${boundary}--`,
  };
}

function written(type: string, text: string, coding: string): Piece {
  const charset = coding === "latin" ? "iso-8859-1" : "utf-8";
  const bytes = Buffer.from(text.trimEnd(), coding === "latin" ? "latin1" : "utf8");
  const isPlain = bytes.every((byte) => byte < 127) && !text.split("\n").some((line) => line.length > 900);
  const isBase64 = coding === "base64";
  return {
    fields: [
      `Content-Type: ${type}; charset="${charset}"`,
      `Content-Transfer-Encoding: ${isBase64 ? "base64" : isPlain ? "7bit" : "quoted-printable"}`,
    ],
    content: isBase64 ? lines(bytes) : isPlain ? text.trimEnd() : quoted(bytes),
  };
}

function lines(bytes: Buffer): string {
  return (bytes.toString("base64").match(/.{1,76}/g) ?? []).join("\n");
}

function quoted(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line) => {
      const rows = [""];
      for (const character of line) {
        const code = character.charCodeAt(0);
        const coded =
          code > 126 || character === "="
            ? `=${code.toString(16).toUpperCase().padStart(2, "0")}`
            : character;
        if ((rows.at(-1) ?? "").length + coded.length > 75) rows.push("");
        rows[rows.length - 1] += coded;
      }
      return rows.join("=\n").replace(/ $/, "=20");
    })
    .join("\n");
}

function attached({ name, type, body: content, cid, squares }: Part, seed: string): Piece {
  return {
    fields: [
      `Content-Type: ${type}; name="${name}"`,
      "Content-Transfer-Encoding: base64",
      `Content-Disposition: ${cid === undefined ? "attachment" : "inline"}; filename="${name}"`,
      ...(cid === undefined ? [] : [`Content-ID: <${cid}>`]),
    ],
    content: lines(squares === true ? picture(seed) : Buffer.from(content ?? "")),
  };
}

function picture(seed: string): Buffer {
  const chance = new Chance(Number.parseInt(hex(seed, 7), 16));
  const side = 116;
  const cells = Array.from({ length: 29 * 29 }, () => chance.next() < 0.5);
  const rows = Buffer.alloc(side * (side + 1), 255);
  for (let y = 0; y < side; y += 1) {
    rows[y * (side + 1)] = 0;
    for (let x = 0; x < side; x += 1)
      rows[y * (side + 1) + 1 + x] = cells[Math.floor(y / 4) * 29 + Math.floor(x / 4)] === true ? 0 : 255;
  }
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}
