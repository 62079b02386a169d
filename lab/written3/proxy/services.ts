/** All services, and their labels. */
import type { Service } from "./service.ts";
import { pageServices } from "./services-pages.ts";
import { programServices } from "./services-programs.ts";
import type { Subject } from "./web.ts";

export const services: readonly Service[] = [...pageServices, ...programServices];

export const serviceSubjects: readonly Subject[] = services.map(({ site, host, behaviour, from }) => ({
  site,
  type: "domain",
  value: host,
  label: "benign",
  class: from === "page" ? "proxy-page" : "proxy-service",
  behaviour,
}));
