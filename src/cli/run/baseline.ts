/** Runs `vedette baseline`: what is ordinary here, kept for later runs. */
import { writeFileSync } from "node:fs";
import { openContent } from "../../content/bundle.ts";
import { type Baseline, baselineText, readBaseline } from "../../detect/baseline-file.ts";
import { asError, VedetteError } from "../../errors.ts";
import { forTerminal, shorten } from "../../report/safe-text.ts";
import { baselineOf } from "../../triage/baseline.ts";
import { openTriage } from "../../triage/triage.ts";
import { counted, didYouMean } from "../../words.ts";
import { actions } from "../baseline.ts";
import { type Invocation, text } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { showProblem } from "../problems.ts";
import { makeProgress } from "../progress.ts";
import { namesStore, requestOf } from "../request.ts";

export async function run(invocation: Invocation): Promise<number> {
  const [action = "", ...paths] = invocation.arguments;
  if (action === "build") return build(invocation, paths);
  if (action === "show") return show(invocation, paths);
  throw new VedetteError("usage.option", `${forTerminal(action)}: baseline can build or show.`, {
    hint: didYouMean(action, actions),
  });
}

async function build(invocation: Invocation, paths: readonly string[]): Promise<number> {
  const { options, effects } = invocation;
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files or folders: vedette baseline build /var/log/nginx/ -o site.baseline.json",
    });
  if (paths.length > 0 && namesStore(options))
    throw new VedetteError("usage.option", "A baseline is built from logs or from a store, not from both.", {
      hint: "Add logs to the store with vedette triage --store first.",
    });
  const progress = makeProgress(effects, options.quiet === true);
  let open: Awaited<ReturnType<typeof openTriage>>;
  try {
    open = await openTriage(
      await requestOf(invocation, paths, await openContent()),
      effects,
      progress.update,
    );
  } finally {
    progress.end();
  }
  try {
    const problems = problemsOf(open.result);
    for (const problem of problems) effects.stderr(showProblem(problem));
    const baseline = await baselineOf(open);
    if (baseline.clients === 0 && baseline.clients_left_out === 0)
      throw new VedetteError("usage.option", "These logs hold no client, so there is nothing to keep.", {
        hint: "A baseline is made of requests: web, proxy or sensor logs.",
      });
    save(invocation, baseline);
    return problems.length > 0 ? 2 : 0;
  } finally {
    await open.close();
  }
}

function save({ options, effects }: Invocation, baseline: Baseline): void {
  const output = text(options, "output");
  if (output === undefined) {
    effects.stdout(baselineText(baseline));
    return;
  }
  try {
    writeFileSync(output, baselineText(baseline));
  } catch (thrown) {
    throw new VedetteError(
      "output.unwritable",
      `${output}: the baseline cannot be written (${asError(thrown).message}).`,
      {
        place: { path: output },
        hint: "Name a file in a folder that exists and may be written to.",
        cause: thrown,
      },
    );
  }
  if (options.quiet !== true) effects.stderr(`Baseline of ${sizeOf(baseline)} written to ${output}\n`);
}

function show({ options, effects }: Invocation, paths: readonly string[]): number {
  const [path] = paths;
  if (path === undefined || paths.length > 1)
    throw new VedetteError("usage.option", "Show takes one baseline.", {
      hint: "vedette baseline show site.baseline.json",
    });
  const { baseline } = readBaseline(path);
  effects.stdout(options.json === true ? baselineText(baseline) : describe(path, baseline));
  return 0;
}

function sizeOf({ days, clients, agents }: Baseline): string {
  return `${counted(days, "day")}, ${counted(clients, "client")}, ${counted(agents.length, "agent")}`;
}

/** Agents and paths that are shown. */
const shownMax = 20;

function describe(path: string, baseline: Baseline): string {
  const { from, to, clients_left_out, agents_left_out, paths_left_out, requests, agents, paths } = baseline;
  const more = (all: number, left: number) =>
    [
      ...(all > shownMax ? [`${(all - shownMax).toLocaleString("en")} more in the file`] : []),
      ...(left > 0 ? [`${left.toLocaleString("en")} left out of it`] : []),
    ].map((text) => `  ${text}`);
  const lines = [
    `${forTerminal(path)}: ${sizeOf(baseline)}, ${counted(requests, "request")}`,
    `  ${from === null || to === null ? "no times" : `${from} to ${to}`}; ${counted(clients_left_out, "client")} left out because a triage lists them`,
    "",
    "Agents, versions folded: clients, days",
    ...agents
      .slice(0, shownMax)
      .map(
        ({ template, clients, days }) =>
          `  ${String(clients).padStart(8)} ${String(days).padStart(5)}  ${shorten(forTerminal(template), 140)}`,
      ),
    ...more(agents.length, agents_left_out),
    "",
    "Catalogued paths that are part of the site: visitors",
    ...(paths.length === 0 ? ["  none"] : []),
    ...paths
      .slice(0, shownMax)
      .map(
        ({ domain, path: place, visitors }) =>
          `  ${String(visitors).padStart(8)}  ${shorten(forTerminal(`${domain}${place}`), 140)}`,
      ),
    ...more(paths.length, paths_left_out),
  ];
  return `${lines.join("\n")}\n`;
}
