/** How many values a body holds: what checks it keeps a word of each that is wrong, so that a mebibyte of them is too many. */
import type { MiddlewareHandler } from "hono";
import { apiLimits } from "../limits.ts";
import { Problem } from "./problems.ts";

const [quote, backslash, comma, list, object] = [...'"\\,[{'].map((sign) => sign.charCodeAt(0));

/** Members and elements of a text of JSON, and its lists and objects; no fewer than a parser would find. */
export function valuesIn(text: string): number {
  let count = 1;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === quote) inText = !inText;
    else if (!inText) count += Number(sign === comma || sign === list || sign === object);
    else if (sign === backslash) at += 1;
  }
  return count;
}

/** Refuses a body with too many. */
export const fewValues: MiddlewareHandler = async (context, next) => {
  if (
    /json/i.test(context.req.header("content-type") ?? "") &&
    valuesIn(await context.req.text()) > apiLimits.bodyValuesMax
  )
    throw new Problem(
      413,
      "too-large",
      `A request holds ${apiLimits.bodyValuesMax.toLocaleString("en")} values at most.`,
    );
  return next();
};
