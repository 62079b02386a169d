/** Two days of ordinary people at their desks. */
import type { Chance } from "../../random.ts";
import { browsers, edge } from "./agents.ts";
import { hex, type Service } from "./service.ts";
import { services } from "./services.ts";
import { ask, type Request, startMs } from "./web.ts";

interface Place {
  readonly host: string;
  readonly paths: readonly string[];
  /** Services of others in its pages. */
  readonly others: readonly string[];
  readonly plain?: boolean;
}

const ga = "www.google-analytics.com";
const places: readonly Place[] = [
  {
    host: "intranet.norvik.example",
    paths: ["/", "/news/canteen", "/phonebook", "/forms/travel"],
    others: [],
  },
  {
    host: "norvik.sharepoint.com",
    paths: ["/sites/sales/Shared%20Documents/Forms/AllItems.aspx", "/sites/quality/SitePages/Home.aspx"],
    others: ["norvik.okta.com"],
  },
  { host: "outlook.office.com", paths: ["/mail/", "/calendar/view/week", "/mail/inbox"], others: [] },
  {
    host: "en.wikipedia.org",
    paths: ["/wiki/Centrifugal_pump", "/wiki/Cavitation", "/wiki/O-ring", "/wiki/Main_Page"],
    others: [],
  },
  {
    host: "www.bbc.com",
    paths: ["/news", "/weather/2692969", "/sport/football"],
    others: [ga, "ping.chartbeat.net"],
  },
  {
    host: "www.thelocal.se",
    paths: ["/", "/20261124/train-strike", "/tag/malmo"],
    others: [ga, "ping.chartbeat.net"],
  },
  {
    host: "github.com",
    paths: ["/modbus-tools/modpoll-ui/issues", "/search?q=opc-ua&type=repositories"],
    others: [],
  },
  { host: "stackoverflow.com", paths: ["/questions/tagged/excel", "/questions/11227809"], others: [ga] },
  { host: "www.linkedin.com", paths: ["/feed/", "/in/marta-l", "/jobs/"], others: ["www.recaptcha.net"] },
  {
    host: "www.youtube.com",
    paths: ["/watch?v=q3rTbVq2xkE", "/results?search_query=pump+alignment"],
    others: [],
  },
  {
    host: "www.google.com",
    paths: ["/search?q=dn50+flange+dimensions", "/search?q=weather+malmo", "/maps"],
    others: [],
  },
  { host: "www.bing.com", paths: ["/search?q=sj+tidtabell", "/search?q=incoterms+2020"], others: [] },
  {
    host: "catalogue.ostra-valves.example",
    paths: ["/ball-valves", "/checkout/quote", "/datasheets/dn50"],
    others: ["stats.ostra-valves.example", "o450712.ingest.sentry.io"],
  },
  {
    host: "www.railbook.example",
    paths: ["/", "/search?from=malmo&to=hamburg", "/pay"],
    others: ["m.stripe.com", ga, "in.hotjar.com"],
  },
  {
    host: "www.office-supplies.example",
    paths: ["/paper", "/basket", "/pay"],
    others: ["m.stripe.com", "challenges.cloudflare.com", "in.hotjar.com"],
  },
  {
    host: "app.ledgerone.example",
    paths: ["/dashboard", "/invoices?state=open", "/login"],
    others: ["browser-intake-datadoghq.eu", "norvik.okta.com"],
  },
  {
    host: "learn.video-host.example",
    paths: ["/course/ladders", "/course/phishing"],
    others: ["qoe.video-host.example", ga],
  },
  {
    host: "www.weather-corner.example",
    paths: ["/malmo", "/bremen"],
    others: ["geo.weather-corner.example", ga],
  },
  { host: "docs.opc-tools.example", paths: ["/guide/start", "/api/client"], others: ["cdn.jsdelivr.net"] },
  {
    host: "support.drives.example",
    paths: ["/kb/2210", "/ticket/new"],
    others: ["www.recaptcha.net", "challenges.cloudflare.com"],
  },
];
/** Besides, at the second site, pages without TLS. */
const plainPlaces: readonly Place[] = [
  { host: "www.bearing-tables.example", paths: ["/6204", "/6310", "/index.html"], others: [], plain: true },
  { host: "intranet-b.norvik.example", paths: ["/", "/rota", "/plans/hall2"], others: [], plain: true },
  { host: "www.village-lunch.example", paths: ["/menu.html", "/"], others: [], plain: true },
];

const serviceOf = new Map(services.map((service) => [service.host, service]));
const hours = [8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 13, 13, 14, 14, 15, 15, 16, 17];

function callOf(
  service: Service,
  client: string,
  agent: string,
  time: number,
  chance: Chance,
  referer?: string,
): Request {
  const scheme = service.plain ? "http" : "https";
  const url =
    service.method === "CONNECT"
      ? `${service.host}:443`
      : `${scheme}://${service.host}${service.path(chance)}`;
  return ask(time, client, service.agent ?? agent, url, {
    method: service.method ?? "GET",
    status: service.status ?? 200,
    bytes: service.status === 204 ? 0 : chance.between(40, 5200),
    ...(referer === undefined ? {} : { referer }),
    ...(service.type === undefined ? {} : { type: service.type }),
  });
}

function pageOf(place: Place, client: string, agent: string, time: number, chance: Chance): Request[] {
  const root = `${place.plain ? "http" : "https"}://${place.host}`;
  const url = root + chance.pick(place.paths);
  const asset = (delay: number, name: string, type: string) =>
    ask(time + delay, client, agent, `${root}/static/${name}`, {
      ...(chance.next() < 0.2 ? { status: 304, bytes: 310 } : { bytes: chance.between(900, 240_000) }),
      referer: url,
      type,
    });
  return [
    ask(time, client, agent, url, { bytes: chance.between(4000, 160_000), type: "text/html" }),
    asset(chance.between(120, 700), `app.${hex(chance, 6)}.js`, "application/javascript"),
    ...(chance.next() < 0.5
      ? [asset(chance.between(200, 900), `img/${chance.between(1, 400)}.webp`, "image/webp")]
      : []),
    ...place.others.flatMap((host) => {
      const service = serviceOf.get(host);
      if (service === undefined) throw new Error(host);
      return [callOf(service, client, agent, time + chance.between(900, 2600), chance, `${root}/`)];
    }),
  ];
}

/** In how many days of a PC a program calls. */
function shareOf(one: Service, site: "a" | "b"): number {
  if (one.host === "glpi.norvik.example") return site === "a" ? 1 : 0.2;
  if (one.plain) return 0.5;
  return site === "a" ? 0.3 : 0.07;
}

export function dayOf(
  site: "a" | "b",
  client: string,
  agent: string,
  day: number,
  chance: Chance,
): Request[] {
  const made: Request[] = [];
  const clock = (hour: number) =>
    startMs + ((day * 24 + hour) * 3600 + chance.between(0, 3599)) * 1000 + chance.between(0, 999);
  const own = site === "a" ? places : [...places, ...plainPlaces, ...plainPlaces, ...plainPlaces];
  for (let visit = site === "a" ? chance.between(3, 5) : chance.between(1, 4); visit > 0; visit -= 1) {
    const place = chance.pick(own);
    let time = clock(chance.pick(hours));
    for (let page = chance.between(1, 2); page > 0; page -= 1) {
      made.push(...pageOf(place, client, agent, time, chance));
      time += chance.between(8000, 140_000);
    }
  }
  const isMac = agent.includes("Macintosh");
  const isFirefox = agent.includes("Firefox");
  const programs = services.filter(
    (one) =>
      one.from === "program" &&
      (site === "b" || one.site === "a") &&
      (isFirefox || !one.host.includes("mozilla")),
  );
  if (!isMac)
    for (const one of programs)
      if (chance.next() < shareOf(one, site))
        made.push(callOf(one, client, agent, clock(chance.pick(hours)), chance));
  if (isMac && site === "a")
    made.push(
      ask(clock(9), client, "cloudd/2800 CFNetwork/3860.200.71 Darwin/26.1.0", "gateway.icloud.com:443", {
        method: "CONNECT",
        bytes: 5100,
      }),
    );
  return made;
}

/** What a person's browser calls itself: as in the requests already written, and by chance otherwise. */
export function agentOf(client: string, written: readonly Request[], chance: Chance): string {
  const picked = chance.pick(browsers);
  const own = written.filter((one) => one.client === client);
  const browser = own.find(({ agent }) => (browsers as readonly string[]).includes(agent));
  return browser?.agent ?? (own.length > 0 && picked.includes("Macintosh") ? edge : picked);
}
