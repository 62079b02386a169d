/** Block files of every product: whatever an agent or a path is called, the file says that and no more. */
import { parse } from "yaml";
import { type Matcher, unmatchable } from "../../../src/respond/block.ts";
import type { Target as Product, Rendered } from "../../../src/respond/target.ts";
import { targets } from "../../../src/respond/targets.ts";
import { hold, type Target } from "../target.ts";
import { textSeeds } from "./seeds.ts";

const orderOf = (matchers: readonly Matcher[]) => ({
  caseId: "C-0123456789",
  ticket: "INC-7",
  reason: "fuzzing",
  fromMs: Date.UTC(2026, 4, 4),
  expiresMs: Date.UTC(2026, 4, 5),
  place: undefined,
  matchers,
});

/** An agent and a path of an input, where they are texts that could stand in a request. */
function textsOf(input: Buffer): { readonly agent: string; readonly path: string } | undefined {
  const text = input.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(input)) return undefined;
  const [agent = "", path = ""] = text.split("\n");
  const wanted = { agent: agent.slice(0, 400), path: `/${path.slice(0, 400).replaceAll(/[?#]/g, "")}` };
  return unmatchable(wanted.agent) === undefined && unmatchable(wanted.path) === undefined
    ? wanted
    : undefined;
}

/** The shape of a file: what stands outside of all that depends on the texts. Injected lines would change it. */
const shapeOf = ({ files }: Rendered) => files.map(({ name, text }) => `${name}: ${text.split("\n").length}`);

function productTarget(product: Product): Target {
  const shapes = product.shapes.filter((shape) => shape !== "network" && shape !== "domain");
  const plain = (agent: string, path: string): Matcher[] =>
    shapes.map((shape) => ({
      ...(shape === "path" ? {} : { agent }),
      ...(shape === "agent" ? {} : { path }),
    }));
  return {
    name: `block files for ${product.id}`,
    family: "output",
    covers: new RegExp(`/respond/(targets/${product.id}|block|target)\\.js`),
    seeds: () =>
      textSeeds(
        "curl/8.5.0\nserver-status",
        'a"b\\c`d$e{f}\n.env;|&<>',
        "x\n%2e%2e/\u00e9",
        "Mozilla/5.0 (X11; Linux) [a] ^b$ (?i)\nwp-config.php.bak",
      ),
    words: [
      '"',
      "'",
      "\\",
      "`",
      "$",
      "{",
      "}",
      ";",
      "#",
      "%",
      "$" + "{x}",
      "\\n",
      "|",
      "(?",
      "[",
      "]",
      "*",
      "<%",
      "~",
      "!",
    ],
    bytesMax: 800,
    refuses: () => false,
    run: (input) => {
      const texts = textsOf(input);
      if (texts === undefined || shapes.length === 0) return;
      const possible = plain(texts.agent, texts.path).filter((one) => product.cannot?.(one) === undefined);
      if (possible.length === 0) return;
      const rendered = product.render(orderOf(possible));
      const likewise = product.render(
        orderOf(
          possible.map((one) => ({
            ...one,
            ...(one.agent === undefined ? {} : { agent: one.agent === "" ? "" : "A" }),
            ...(one.path === undefined ? {} : { path: "/a" }),
          })),
        ),
      );
      hold(shapeOf(rendered).join() === shapeOf(likewise).join(), "a text adds no line to a file");
      for (const { name, text } of rendered.files) {
        hold(!/\p{Cc}/u.test(text.replaceAll(/[\n\t]/g, "")), `${name} holds no control character`);
        if (/\.ya?ml$/.test(name)) hold(parse(text) !== null, `${name} is YAML`);
        if (name.endsWith(".json")) hold(JSON.parse(text) !== null, `${name} is JSON`);
      }
    },
  };
}

export const containment: readonly Target[] = targets
  .filter(({ shapes }) => shapes.some((shape) => shape !== "network" && shape !== "domain"))
  .map(productTarget);
