/** What people do all day: the bulk of the two logs. */
import type { Chance } from "../../random.ts";
import * as agents from "../agents.ts";
import { hourMs, startMs } from "../times.ts";
import { pageServices, programServices, type Service } from "./services.ts";
import { ask, type Request, type Site } from "./web.ts";

const sites: Readonly<Record<Site, readonly string[]>> = {
  lab: "www.lapresse.ca ici.radio-canada.ca www.feedmaker.example app.lims-cloud.example intranet.talvera.example www.banque-du-fleuve.example www.reagents.example vetforum.example www.meteomedia.com outlook.office.com talvera.sharepoint.com www.inspection.gc.ca fr.wikipedia.org www.google.com www.scholar-vet.example".split(
    " ",
  ),
  cloud:
    "orf.at www.derstandard.at app.herdbook.example shop.petfood.example jobs.lab-careers.example outlook.office.com talvera.sharepoint.com www.google.com www.oebb.at de.wikipedia.org www.booking.com trello.com www.emol.com www.gazeta.pl portal.talvera.example".split(
      " ",
    ),
};
const words = "accueil news liste result order stock map search help team price plan doc".split(" ");
const browsers = [
  agents.chrome,
  agents.chrome,
  agents.edge,
  agents.edge,
  agents.firefox,
  agents.chrome157,
  agents.chromeMac,
  agents.safari,
];

/** People keep to one browser: that of what is told of them elsewhere, or one by turns. */
export function agentOf(client: string, turn: number, told: readonly Request[]): string {
  const known = told.find(
    (one) =>
      one.client === client &&
      /^Mozilla\/5\.0 \((?:Win|Mac).*(?:Safari|Firefox)\/[\d.]+(?: Edg\/[\d.]+)?$/.test(one.agent),
  );
  return known?.agent ?? browsers[turn % browsers.length] ?? agents.chrome;
}

function one(
  service: Service,
  timeMs: number,
  client: string,
  agent: string,
  referer: string | undefined,
  chance: Chance,
): Request {
  const method = service.more?.method;
  const path = service.path(chance);
  const url = method === "CONNECT" ? `tcp://${service.host}:443/` : `https://${service.host}${path}`;
  return ask(timeMs, client, service.agent ?? agent, url, {
    ...service.more,
    ...(service.agent === undefined && referer !== undefined ? { referer } : {}),
  });
}

/** A day of a person: a dozen visits with what their pages fetch, and what programs do by themselves. */
export function dayOf(site: Site, client: string, agent: string, day: number, chance: Chance): Request[] {
  const pages = pageServices.filter((service) => service.site === site);
  const programs = programServices.filter((service) => service.site === site);
  const made: Request[] = [];
  const begin = startMs + (day * 24 + 7) * hourMs + (site === "lab" ? 5 * hourMs : 0);
  for (let visit = 0; visit < chance.between(9, 15); visit += 1) {
    let timeMs = begin + chance.between(0, 9 * 3600) * 1000;
    const host = chance.pick(sites[site]);
    const referer = `https://${host}/${chance.pick(words)}/${chance.between(1, 900)}`;
    made.push(ask(timeMs, client, agent, referer, { received: chance.between(9000, 90_000) }));
    const assets = [
      ["app.js", "application/javascript"],
      ["style.css", "text/css"],
      [`img/${chance.between(1, 400)}.webp`, "image/webp"],
    ] as const;
    for (const [name, type] of assets) {
      timeMs += chance.between(40, 300);
      const received = chance.between(900, 60_000);
      made.push(ask(timeMs, client, agent, `https://${host}/static/${name}`, { referer, type, received }));
    }
    for (let third = chance.between(0, 2); third > 0; third -= 1) {
      timeMs += chance.between(90, 900);
      made.push(one(chance.pick(pages), timeMs, client, agent, referer, chance));
    }
  }
  const mac = agent.includes("Macintosh");
  for (const service of programs) {
    const fits = mac ? /jamf|Spotify|Teams/.test(service.agent ?? "") : !service.agent?.startsWith("jamf");
    if (fits && chance.next() < 0.75)
      made.push(one(service, begin + chance.between(0, 9 * 3600) * 1000, client, agent, undefined, chance));
  }
  return made;
}
