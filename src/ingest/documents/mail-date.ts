/**
 * Dates of mail: RFC 5322 section 3.3 with its old forms, and the date of an mbox separator.
 *
 * Not `Date.parse`: that reads a date without zone in the zone of the machine, and takes much that is none.
 */

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Hours east of UTC (RFC 5322 section 4.3); all other names count as UTC, as it says. */
const zoneHours: ReadonlyMap<string, number> = new Map([
  ["EST", -5],
  ["EDT", -4],
  ["CST", -6],
  ["CDT", -5],
  ["MST", -7],
  ["MDT", -6],
  ["PST", -8],
  ["PDT", -7],
]);
const month = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}";
const time = "(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?";
const zone = "((?:gmt|utc?)?[+-]\\d{1,2}:?\\d{0,2}|[a-z]{1,5})";
const mailDate = new RegExp(
  `^(?:[a-z]{3,9},? ?)?(\\d{1,2})[ -]${month}[ -](\\d{2,4}) ${time}(?:\\.\\d{1,9})?(?: ?${zone})?`,
  "i",
);
const separatorDate = new RegExp(
  `(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? ${month} (\\d{1,2}) ${time}(?: ${zone})? (\\d{4})(?: ([+-]\\d{4}))?`,
  "i",
);
const dateCharacters = 200;

/** Milliseconds since 1970 of a date field (`Thu, 22 Aug 2002 12:36:23 +0700 (ICT)`), undefined where it is none. */
export function mailTime(text: string): number | undefined {
  const plain = spaced(text);
  const found = mailDate.exec(plain);
  if (found === null) return separatorTime(plain);
  return timeOf(found[3], found[2], found[1], found.slice(4, 7), found[7]);
}

/** Milliseconds since 1970 of the date in an mbox separator (`Thu Aug 22 12:36:23 2002`), in UTC where it has no zone. */
export function separatorTime(text: string): number | undefined {
  const found = separatorDate.exec(spaced(text));
  return found === null
    ? undefined
    : timeOf(found[7], found[1], found[2], found.slice(3, 6), found[8] ?? found[6]);
}

/** A time as ISO 8601 in UTC with milliseconds. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function spaced(text: string): string {
  // Comments may stand anywhere, mostly at the end: "(CEST)".
  return text
    .slice(0, dateCharacters)
    .replace(/\([^()]*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function timeOf(
  yearText = "",
  monthText = "",
  dayText = "",
  [hourText, minuteText, secondText]: readonly (string | undefined)[] = [],
  zoneText = "",
): number | undefined {
  const year = fullYear(yearText);
  const monthIndex = monthNames.indexOf(monthText.slice(0, 3).toLowerCase());
  const [day, hour, minute, second] = [dayText, hourText, minuteText, secondText ?? "0"].map(Number);
  if (day === undefined || hour === undefined || minute === undefined || second === undefined)
    return undefined;
  if (day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60 || year > 9999) return undefined;
  const shift = shiftMinutes(zoneText);
  if (shift === undefined) return undefined;
  // setUTCFullYear and not Date.UTC, which takes years under 100 for the twentieth century.
  const date = new Date(0);
  date.setUTCFullYear(year, monthIndex, day);
  date.setUTCHours(hour, minute - shift, second);
  const milliseconds = date.getTime();
  return Number.isNaN(milliseconds) || milliseconds < 0 ? undefined : milliseconds;
}

/** RFC 5322 section 4.3: two digits are 1950 to 2049, three count from 1900 (also where a zero fills them up). */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return year < 1000 ? 1900 + year : year;
}

function shiftMinutes(text: string): number | undefined {
  const numeric = /^(?:gmt|utc?)?([+-])(\d{1,2}):?(\d\d)?$/i.exec(text);
  if (numeric === null) return (zoneHours.get(text.toUpperCase()) ?? 0) * 60;
  const [hours, minutes] = [Number(numeric[2]), Number(numeric[3] ?? "0")];
  if (hours > 23 || minutes > 59) return undefined;
  return (numeric[1] === "-" ? -1 : 1) * (hours * 60 + minutes);
}
