/**
 * Kills a service and its engine process again and again while records come in and people work, and counts what is left.
 *
 *     npm run crash -- [KILLS]
 *
 * Every record has a number of its own. What the service acknowledged has to be in its store exactly once at the end; a note that
 * was acknowledged has to be in the casebook once, and two cases are merged or not as it was acknowledged last. Records that were
 * sent and not acknowledged may be there or not, and once at most where they were sent again under their id. Ctrl-C ends the killing,
 * and what is left is counted.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chance } from "./chance.ts";
import { leftOf } from "./count.ts";
import { Load, scouts } from "./load.ts";
import { outside, type Point, points } from "./points.ts";
import { pause, Service } from "./service.ts";

const asked = Number(process.argv[2] ?? 200);
const folder = mkdtempSync(join(tmpdir(), "vedette-crash-run-"));
const names = Object.keys(points) as Point[];
const tables: Point = "while a database is given its tables";
/** How often a point is passed at most before the kill: it is come to a hundred times in a look, and seldom otherwise. */
const passedMost = (point: Point) =>
  point === "in the middle of a look" ? 200 : /look|store/.test(point) ? 1 : 5;
const isPlace = (kind: string) => / place of another$/.test(kind);
const reachedWithinMs = 12_000;

/** A service that is killed while it makes its databases comes up all the same, and knows nobody yet. */
async function killWhileNew(run: number): Promise<void> {
  const service = new Service(folder, `new-${run}`);
  writeFileSync(service.followed, "");
  service.arm({ point: tables, after: run % 3 });
  const came = await service.start();
  service.disarm();
  if (came) throw new Error("it was not killed while it made its databases");
  await service.start();
  const { status } = await service.ask("POST", "/api/v1/first", {
    secret: service.first,
    name: "ada",
    password,
  });
  if (status >= 300) throw new Error(`its first link does not work: ${status}`);
  await service.stop();
}

const password = "seven blue horses walk";
const service = new Service(folder, "state");
writeFileSync(service.followed, scouts);
await service.start();
await service.ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password });
const { token } = (await service.ask("POST", "/api/v1/tokens", { name: "crash", role: "shipper" })).body as {
  token: string;
};
const load = new Load(service, token, await twoCases());
load.begin();

const kills = new Map<string, number>();
const count = (point: string) => kills.set(point, (kills.get(point) ?? 0) + 1);
const kinds = [...names, ...outside];
let enough = false;
process.once("SIGINT", () => {
  enough = true;
});
for (let kill = 0; kill < asked && !enough; kill += 1) {
  const kind = kinds[kill % kinds.length] ?? "at any moment";
  const began = Date.now();
  await pause(chance() * 1500);
  if (kind === tables) {
    await killWhileNew(kill);
    count(kind);
  } else if (kind === "at any moment" || kind === "after a followed file was rotated") {
    if (kind !== "at any moment") load.rotate();
    await pause(chance() * 500);
    const engine = service.enginePid;
    if (chance() < 0.4 && engine !== undefined) process.kill(engine, "SIGKILL");
    else await again();
    count(kind);
  } else if (isPlace(kind)) {
    count((await killAtStart(kind as Point)) ? kind : `${kind} (not come to at a start)`);
  } else {
    const point = kind as Point;
    service.arm({ point, after: Math.floor(chance() * passedMost(point)) });
    if (await service.reached(reachedWithinMs)) count(point);
    else count(`${point} (not come to within ${reachedWithinMs / 1000} s)`);
    service.disarm();
    if (points[point] === "service") await again();
  }
  process.stderr.write(
    `${kill + 1}: ${kind}, after ${((Date.now() - began) / 1000).toFixed(1)} s; ${load.acknowledged.size} records acknowledged\n`,
  );
}
await load.end();
const left = await leftOf(service, load);
await service.stop();
tell();

/**
 * Kills it at a point of its start, where what a kill left is put in order and files take the places of others; while it runs that is seldom.
 * @returns whether it came to the point
 */
async function killAtStart(point: Point): Promise<boolean> {
  await service.kill();
  service.arm({ point, after: Math.floor(chance() * 2) });
  const came = await service.start();
  service.disarm();
  if (!came && !(await service.start()))
    throw new Error("it was killed once more, although nothing was armed");
  return !came;
}

/** Starts the service again, which has been killed or is killed now. */
async function again(): Promise<void> {
  await service.kill();
  await pause(chance() * 300);
  if (!(await service.start())) throw new Error("it was killed once more, although nothing was armed");
}

async function twoCases(): Promise<[string, string]> {
  for (let tries = 0; tries < 240; tries += 1) {
    const { items } = (await service.ask("GET", "/api/v1/cases?limit=2")).body as { items: { id: string }[] };
    const [one, two] = items;
    if (one !== undefined && two !== undefined) return [one.id, two.id];
    await pause(500);
  }
  throw new Error("the service made no two cases of two scouts");
}

function tell(): void {
  const { lost, doubled, strange, lostNotes, doubledNotes, mergesHold, auditHolds } = left;
  const row = (...cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |\n`;
  const total = [...kills].reduce((sum, [point, times]) => sum + (point.endsWith(")") ? 0 : times), 0);
  const notes = load.notes.filter(({ acknowledged }) => acknowledged).length;
  process.stdout.write(
    [
      row("killed", "times"),
      row("---", "---"),
      ...[...kills].sort().map(([point, times]) => row(point, times)),
      row("together", total),
      "\n",
      row("acknowledged", "how many", "lost", "doubled"),
      row("---", "---", "---", "---"),
      row("records", load.acknowledged.size.toLocaleString("en"), lost.length, doubled.length),
      row("notes", notes, lostNotes.length, doubledNotes.length),
      row("merges and their undoing", load.merges, mergesHold ? 0 : 1, 0),
      "\n",
      `The chain of the audit ${auditHolds ? "holds" : "is broken"}; ${strange.length} records that nobody sent.\n`,
    ].join(""),
  );
  const some = (what: string, ids: readonly string[]) =>
    ids.length === 0 ? "" : `${what}: ${ids.slice(0, 10).join(" ")}\n`;
  process.stdout.write(some("lost", lost) + some("doubled", doubled) + some("strange", strange));
  const bad =
    [lost, doubled, strange, lostNotes, doubledNotes].some(({ length }) => length > 0) ||
    !mergesHold ||
    !auditHolds;
  if (!bad) rmSync(folder, { recursive: true, force: true });
  else process.stdout.write(`kept: ${folder}\n`);
  process.exitCode = bad ? 1 : 0;
}
