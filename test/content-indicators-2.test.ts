/** Samples of the other half of the indicators; see support/indicator-samples.ts. */
import { describe } from "vitest";
import { describeIndicators } from "./support/indicator-samples.ts";

describe("indicators", () => describeIndicators(2, 1));
