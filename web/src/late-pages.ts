/** Pages beside the queue: each is fetched when it is first wanted, so that what is looked at first is there sooner. */
import type { LatePart } from "./parts/later.tsx";

const part = (what: string, load: LatePart<object>["load"]): LatePart<object> => ({ what, load });

/** By the address of the page. */
export const latePages: Readonly<Record<string, LatePart<object>>> = {
  "/hunt": part("the hunt", async () => (await import("./hunt/hunt.tsx")).Hunt),
  "/graph": part("the graph", async () => (await import("./graph/graph.tsx")).Graph),
  "/sources": part("the sources", async () => (await import("./pages/sources.tsx")).Sources),
  "/proposals": part("the proposals", async () => (await import("./pages/proposals.tsx")).Proposals),
  "/register": part("the register", async () => (await import("./register/register.tsx")).Register),
  "/audit": part("the audit", async () => (await import("./pages/audit.tsx")).Audit),
  "/destinations": part(
    "the destinations",
    async () => (await import("./pages/destinations.tsx")).Destinations,
  ),
  "/account": part("the account", async () => (await import("./pages/account.tsx")).Account),
};

export const casePart: LatePart<{ readonly id: string }> = {
  what: "the case",
  load: async () => (await import("./case/case.tsx")).CasePage,
};
export const timelinePart: LatePart<{ readonly id: string }> = {
  what: "the timeline",
  load: async () => (await import("./timeline/page.tsx")).TimelinePage,
};

/** The case that an address is about; undefined where it is about none. */
export function caseOf(path: string): { readonly id: string; readonly timeline: boolean } | undefined {
  const [, id, timeline] = /^\/case\/([^/]+)(\/timeline)?$/.exec(path) ?? [];
  return id === undefined ? undefined : { id: decoded(id), timeline: timeline !== undefined };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
