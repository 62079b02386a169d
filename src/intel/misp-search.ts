/** Reads the attributes that a MISP instance has for detection, page by page (POST /attributes/restSearch). */
import { VedetteError } from "../errors.ts";
import { intelLimits } from "../limits.ts";
import type { Collector } from "./collect.ts";
import { type AskFeed, textOf } from "./fetching.ts";
import { mispCount, mispEntries, mispTypes } from "./misp.ts";

const pageRows = 5000;

/** @throws VedetteError `intel.unreachable` */
export async function readMispSearch(location: string, ask: AskFeed, collector: Collector): Promise<void> {
  const url = new URL(location);
  if (!url.pathname.endsWith("/attributes/restSearch"))
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/attributes/restSearch`;
  const broken = (says: string, cause?: unknown) =>
    new VedetteError("intel.unreachable", `${url.host}: ${says}`, {
      hint: "Check the address and the key of the MISP instance.",
      cause,
    });
  for (let page = 1; ; page += 1) {
    if (page > intelLimits.mispPagesMax) throw broken(`more than ${intelLimits.mispPagesMax} pages.`);
    const body = JSON.stringify({
      returnFormat: "json",
      to_ids: true,
      deleted: false,
      type: mispTypes,
      includeEventTags: true,
      page,
      limit: pageRows,
    });
    const answer = await ask({ url, method: "POST", accept: "application/json", body });
    const text = await textOf(answer.body);
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch (thrown) {
      throw broken("what it sent is no JSON, or is cut off.", thrown);
    }
    if ((document as { response?: unknown } | null)?.response === undefined)
      throw broken("what it sent is no answer of a search.");
    for (const one of mispEntries(document)) collector.add(one);
    if (mispCount(document) < pageRows) return;
  }
}
