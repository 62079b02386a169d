/** Why an entry stands in no rule: the reason is the one that its numbers give. */
import { expect, test } from "vitest";
import { watchesOf } from "../src/respond/rules/watches.ts";

const did = (path: string) => ({ agent: "kit (1)", path, requests: 1, sought: true });
const ordinary = (path: string, requests: number) => ({ agent: "somebody", path, requests });

test("too much by itself, or with the entries before it", () => {
  const paths = ["/quiet", "/two", "/three", "/loud"].map(did);
  const noise = [ordinary("/two", 2), ordinary("/three", 3), ordinary("/loud", 9)];
  const path = watchesOf(paths, noise, () => true, 4).find(({ kind }) => kind === "path");
  expect(path?.entries).toEqual([{ path: "/quiet" }, { path: "/two" }]);
  expect(path?.leftOut).toEqual([
    {
      what: "/three",
      because:
        "ordinary traffic has it too: 3 requests, and with the 2 of the entries before it that is more than the 4 that a rule may fire on",
    },
    { what: "/loud", because: "ordinary traffic has it too: 9 requests; a rule may fire on 4" },
  ]);
});
