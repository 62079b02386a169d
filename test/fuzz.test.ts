/** Every target of the fuzzing, for a short while; what was found once stays found (fixtures). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fuzz } from "../scripts/fuzz/run.ts";
import { targets } from "../scripts/fuzz/targets/index.ts";
import { root } from "./support/places.ts";

const inputs = 150;
const kept = join(root, "test/fixtures/fuzz");
const fileName = (name: string) => name.replaceAll(/[^A-Za-z0-9]+/g, "-");

describe.each(targets.map((target) => [target.name, target] as const))("%s", (name, target) => {
  test("begins with inputs that it reads", async () => {
    const seeds = target.seeds();
    expect(seeds.length).toBeGreaterThan(0);
    for (const seed of seeds)
      await expect(Promise.resolve(target.run(seed)), seed.toString().slice(0, 200)).resolves.toBeUndefined();
  });

  test(`${inputs} inputs break nothing`, async () => {
    const { findings, inputs: done } = await fuzz(target, { inputs, seconds: 60, seed: 20_261_130 });
    expect(
      findings.map(({ says, input }) => `${says.slice(0, 500)}\n${input.toString("base64").slice(0, 2000)}`),
    ).toEqual([]);
    expect(done).toBeGreaterThan(0);
  });

  for (const file of readdirSync(kept).filter((one) => one.startsWith(`${fileName(name)}-`)))
    test(`bears ${file}, which broke it once`, async () => {
      try {
        await target.run(readFileSync(join(kept, file)));
      } catch (thrown) {
        expect(target.refuses(thrown), `${thrown}`).toBe(true);
      }
    });
});

test("every kept input is of a target", () => {
  const names = targets.map(({ name }) => fileName(name));
  const lost = readdirSync(kept).filter((file) => !names.includes(file.replace(/-[a-z0-9]+$/, "")));
  expect(lost).toEqual([]);
});
