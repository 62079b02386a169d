/** What is concluded of one path from how it was answered. Nothing but numbers goes in, so that each case can be tried. */
import type { Asked, ControlState } from "./model.ts";

export interface Verdict {
  readonly state: ControlState;
  /** What speaks against that the answer was what the path is called. */
  readonly doubts: readonly string[];
  readonly notes: readonly string[];
}

/** What is known of the site besides. */
export interface SiteAnswers {
  /** Whether everything that was asked for was answered, so that an answer proves little. */
  readonly answersAll: boolean;
  readonly named: boolean;
  /** Folders of the site that were asked for in the way of a listing, and answered. */
  readonly listings: number;
}

/**
 * The state of a path; undefined where outsiders were refused always, or asked for nothing.
 * @param plainFiles pattern of names that no server makes a page of
 */
export function judge(one: Asked, site: SiteAnswers, plainFiles: RegExp): Verdict | undefined {
  if (one.opened === 0) return unshown(one) ?? registered(one);
  const doubts = doubtsOf(one, site, plainFiles);
  if (one.refusedAfter > 0 && one.refusedBetween > 0)
    return {
      state: "unshown",
      doubts,
      notes: [
        `answered some and refused others all along; the last answer of all was a refusal (${one.refusedAfterStatus})`,
      ],
    };
  if (one.catchAll)
    return { state: "unshown", doubts, notes: ["the site gives other paths a page of the same length"] };
  if (one.refusedAfter > 0 && letInByWho(one))
    return {
      state: "unshown",
      doubts,
      notes: [
        `others than those it was given to are refused since (${one.refusedAfterStatus}): it was closed, or it goes by who asks`,
      ],
    };
  if (one.refusedAfter > 0) return { state: "closed", doubts, notes: closingNotes(one, site) };
  if (one.partOfSite)
    return {
      state: "used",
      doubts,
      notes: ["ordinary visitors read it, or it was ordinary before: see whether it is meant for them"],
    };
  return {
    state: doubts.length === 0 ? "open" : "answered",
    doubts,
    notes: [
      ...(one.turned > 0 ? ["the same client was refused before"] : []),
      ...(one.refusedBetween > 0
        ? [`${one.refusedBetween} of ${one.refused + one.opened} requests were refused meanwhile`]
        : []),
    ],
  };
}

/** Whether those refused since never had it, and the refusal is of a kind that goes by who asks. */
function letInByWho({ refusedSame, refusedAfterStatus }: Asked): boolean {
  return !refusedSame && [401, 403, 407].includes(refusedAfterStatus);
}

/** Answers of which no body is seen; a refusal that came later leaves nothing to ask. */
function unshown(one: Asked): Verdict | undefined {
  const seen = [
    ...(one.unlogged > 0 ? ["the log has no status of the answer"] : []),
    ...(one.bodyless > 0 ? ["only answers without a body (HEAD): it is there, and nobody took it"] : []),
    ...(one.unmodified > 0 ? ["only 304: somebody has it from before these logs"] : []),
    ...(one.empty > 0 ? ["answered with nothing (0 bytes)"] : []),
  ];
  if (seen.length === 0 || one.refusedLast > (one.lastUnshown?.ms ?? 0)) return undefined;
  return { state: "unshown", doubts: [], notes: seen };
}

/** Given to those alone whom the register names; that outsiders were refused settles it. */
function registered(one: Asked): Verdict | undefined {
  if (one.lastJustified === undefined || one.refused > 0) return undefined;
  return {
    state: "answered",
    doubts: ["given without a sign-in to those alone whom the register names: they may be let in by address"],
    notes: [],
  };
}

function doubtsOf(one: Asked, site: SiteAnswers, plainFiles: RegExp): string[] {
  const onlyParts = one.bytesMax < 0 && one.inPart > 0;
  return [
    ...(one.partsOfAll
      ? ["a part only (206), on a site that hands out parts of whatever it is asked for"]
      : []),
    ...(one.html > 0 && one.html >= one.opened && plainFiles.test(one.path)
      ? ["HTML in the place of a file"]
      : []),
    ...(one.likeError ? ["as long as the error page of this site"] : []),
    ...(one.likeOthers ? ["as long to the byte as another guarded endpoint"] : []),
    ...(one.likeFront ? ["as long to the byte as the front page or a page to sign in"] : []),
    ...(one.bytesMax < 0 && !onlyParts ? ["the log has no length of the answer"] : []),
    ...(one.turned === 0 && one.askedOthers > 0
      ? [
          "others were asked for credentials (401): a token or cookie, which is not logged, may have let these in",
        ]
      : []),
    ...(one.turned === 0 && one.askedOthers === 0 && one.barredOthers > 0 && one.givenNetworks === 1
      ? [
          "given to one network and refused (403) to others: if that network is yours, name it with --internal",
        ]
      : []),
    ...(site.answersAll ? ["this site refused and missed nothing that it was asked for"] : []),
    // Who sorts a folder has seen the links of its listing; a scanner tries the front page, once.
    ...(one.endpoint === "directory-listing" &&
    one.orders < 2 &&
    (site.listings < 2 || /^\/?$/.test(one.path))
      ? ["asked for once in the way of a listing; a page that heeds no query answers the same"]
      : []),
  ];
}

function closingNotes(one: Asked, site: SiteAnswers): string[] {
  const sent = one.refusedAfterStatus >= 300 && one.refusedAfterStatus < 400;
  return [
    ...(sent ? ["sent elsewhere; where to is not logged, to a page to sign in or to the same on https"] : []),
    ...(one.refusedSame
      ? []
      : ["those refused since are others than those it was given to: it may be they who are blocked"]),
    ...(site.named ? [] : ["the log names no host: answer and refusal may be of two sites"]),
  ];
}
