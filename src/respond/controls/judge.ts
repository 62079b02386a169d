/** What is concluded of one path from how it was answered. Nothing but numbers goes in, so that each case can be tried. */
import { counted } from "../../words.ts";
import type { Asked, ControlState } from "./model.ts";

/** Length of what a server says of an empty file (status, date, server, validators, type), and little more. */
const headersMax = 300;

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
  /** Refusals of one client that make a path of no known product one that was guarded. */
  readonly refusalsMin: number;
}

/**
 * The state of a path; undefined where outsiders were refused always, or asked for nothing.
 * @param plainFiles pattern of names that no server makes a page of
 */
export function judge(one: Asked, site: SiteAnswers, plainFiles: RegExp): Verdict | undefined {
  if (one.opened === 0) return passed(one) ?? unshown(one) ?? registered(one) ?? signedIn(one);
  if (one.endpoint === "turned-open" && (one.turned === 0 || one.mostDenied < site.refusalsMin))
    return undefined;
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
        `other clients, or other agents, than those it was given to are refused since (${one.refusedAfterStatus}): it was closed, or it goes by who asks`,
      ],
    };
  if (one.refusedAfter > 0) return { state: "closed", doubts, notes: closingNotes(one, site) };
  const since = sinceNotes(one);
  if (since.length > 0) return { state: "unshown", doubts, notes: since };
  if (one.partOfSite)
    return {
      state: "used",
      doubts,
      notes: [
        "what looks like visitors (browsers that were led by a page, which anybody can feign) reads it, or it was ordinary before: see whether it is meant for them",
      ],
    };
  return {
    state: doubts.length === 0 ? "open" : "answered",
    doubts,
    notes: [
      ...(one.turned > 0 ? ["the same client was refused before"] : []),
      ...(one.blockedAfter > 0
        ? [
            "refused since, to clients alone that were refused everything while others were answered: they are blocked",
          ]
        : []),
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

/** What came after the last answer and shows neither that it is closed nor that it is open. */
function sinceNotes({ walledAfter, sentAfter, sentStatus }: Asked): string[] {
  return [
    ...(walledAfter > 0
      ? [
          "refused since, to clients alone that were refused everything, and nobody else came: closed, or they are blocked",
        ]
      : []),
    ...(sentAfter > 0
      ? [
          `sent elsewhere (${sentStatus}) since; where to is not logged: to a page to sign in, or to the same on https`,
        ]
      : []),
  ];
}

/** Given to those alone who asked for another host's file, as of a proxy. */
function passed(one: Asked): Verdict | undefined {
  if (one.passed === 0 || one.bodyless + one.unmodified + one.empty + one.unlogged > 0) return undefined;
  const says =
    "asked for of another host, as of a proxy: whether this server gave it or passed it on is not logged";
  return one.refused > 0
    ? { state: "unshown", doubts: [], notes: [says, "asked for plainly it was refused"] }
    : { state: "answered", doubts: [says], notes: [] };
}

/** Answers of which no body is seen; a refusal that came later leaves nothing to ask. */
function unshown(one: Asked): Verdict | undefined {
  const seen = [
    ...(one.unlogged > 0 ? ["the log has no status of the answer"] : []),
    ...(one.bodyless > 0
      ? ["only HEAD was answered: there may be something of that name; its contents are not shown by the log"]
      : []),
    ...(one.unmodified > 0
      ? [
          "only 304: somebody said to have it already, and was told that it is as it was; its contents are not shown by the log",
        ]
      : []),
    ...(one.empty > 0 ? ["answered with nothing (0 bytes)"] : []),
    // Where the same outsiders were refused to read it, an answer to what they handed in is nothing to look at.
    ...(one.written > 0 && one.refused === 0
      ? [
          "only methods that hand something in (POST, PUT, PATCH, DELETE) were answered: what GET gives is not shown",
        ]
      : []),
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

/** Given to those alone who seem to have signed in; that anybody else was turned away settles it. */
function signedIn(one: Asked): Verdict | undefined {
  if (one.lastSignedIn === undefined || one.refused + one.sent > 0) return undefined;
  return {
    state: "unshown",
    doubts: [],
    notes: [
      "given to those alone who seem to have signed in, which anybody can feign where a form sends on whoever fills it in; nobody else asked",
    ],
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
    ...(one.withHeaders && one.bytesMax >= 0 && one.bytesMax <= headersMax
      ? ["no longer than headers alone, which this log counts: the file may be empty"]
      : []),
    // Listings are as long in any order, and so are pages that heed no query: no length tells them apart.
    ...(one.endpoint === "directory-listing"
      ? [
          `asked for in the way of a listing (${counted(one.orders, "order")}), which anybody can: a page that heeds no query answers the same`,
        ]
      : []),
  ];
}

function closingNotes(one: Asked, site: SiteAnswers): string[] {
  return [
    ...(one.refusedSame
      ? []
      : [
          "those refused since are other clients, or other agents, than those it was given to: it may be they who are blocked",
        ]),
    ...(site.named ? [] : ["the log names no host: answer and refusal may be of two sites"]),
  ];
}
