/** Control review: what a client that forges its requests cannot make it say. */
import { beforeAll, describe, expect, test } from "vitest";
import { renderControls } from "../src/report/controls.ts";
import { controlsDocument } from "../src/report/controls-page.ts";
import type { Control, Review } from "../src/respond/controls/model.ts";
import { reviewControls } from "../src/respond/controls/review.ts";
import { hostHeaderLog, hostlessLog, vhostLog } from "./support/claims.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();

async function reviewOf(name: string, lines: readonly string[]): Promise<Review> {
  const run = await open([write(folder, name, lines)], { events: true });
  return reviewControls(run).finally(() => run.close());
}

const told = ({ controls }: Review, site: string) =>
  Object.fromEntries(
    controls.filter(({ asked }) => asked.site === site).map((one) => [one.asked.path, one.state]),
  );

function only({ controls }: Review, site: string, path: string): Control {
  const found = controls.filter(({ asked }) => asked.site === site && asked.path === path);
  expect(found).toHaveLength(1);
  return found[0] as Control;
}

describe("a log whose hosts the server names", () => {
  let review: Review;
  beforeAll(async () => {
    review = await reviewOf("vhosts.log", vhostLog());
  }, 60_000);
  const env = (site: string) => only(review, `${site}.example`, "/.env");

  test("an answer to a method that does not read shows nothing of what GET gives", () => {
    expect(told(review, "posted.example")).toEqual({ "/.env": "unshown" });
    expect(env("posted").notes.join()).toMatch(/POST/);
    expect(env("posted").change).toBeUndefined();
  });

  test("HEAD is an answer whose contents the log does not show", () => {
    expect(told(review, "headed.example")).toEqual({ "/.env": "unshown" });
    expect(env("headed").notes.join()).toMatch(/HEAD.*contents/);
  });

  test("a refusal closes only where it is of a request like the one that was answered", () => {
    expect(env("filtered")).toMatchObject({ state: "open", closing: undefined });
    const same = only(review, "sameask.example", "/server-status");
    expect(same.state).toBe("closed");
    expect(same.closing?.text).toContain('10:20:00 +0000] "GET /server-status?auto HTTP/1.1" 403');
  });

  test("who is refused whatever he asks for shows nothing to be closed", () => {
    expect(env("blocked")).toMatchObject({ state: "open", closing: undefined });
    expect(env("blocked").notes.join()).toMatch(/refused everything/);
    expect(env("walled").state).toBe("unshown");
    expect(env("walled").notes.join()).toMatch(/refused everything/);
    expect(env("shut").state).toBe("closed");
  });

  test("to be sent elsewhere is not to be refused", () => {
    expect(env("sent").state).toBe("unshown");
    expect(env("sent").notes.join()).toMatch(/sent elsewhere \(301\)/);
  });

  test("a query that sorts listings makes none of a page", () => {
    expect(told(review, "sorted.example")).toEqual({ "/team/": "answered", "/jobs/": "answered" });
    const one = only(review, "sorted.example", "/team/");
    expect(one.asked.product).toContain("may be");
    expect(one.doubts.join()).toMatch(/heeds no query/);
  });

  test("an answer no longer than headers is not a body, and neither is 204 or 207", () => {
    expect(env("headers").state).toBe("answered");
    expect(env("headers").doubts.join()).toMatch(/headers/);
    expect(told(review, "nothing.example")).toEqual({});
  });

  test("a user name counts only where the server asks for one", () => {
    expect(env("named")).toMatchObject({ state: "open", asked: { opened: 1, others: {} } });
  });

  test("a name that only handing in asks for is nobody's", () => {
    expect(env("handed")).toMatchObject({ state: "open", asked: { opened: 1, others: {} } });
  });

  test("a file's other spellings, and a page that shows its query, are no front page", () => {
    expect(env("fronted")).toMatchObject({ state: "open", doubts: [] });
  });

  test("a refusal under another agent does not close what the same client had", () => {
    expect(env("agents").state).toBe("unshown");
    expect(env("agents").notes.join()).toMatch(/other agents.*refused since \(403\)/);
  });

  test("what was given to those alone who seem to have signed in is told", () => {
    const one = only(review, "formed.example", "/server-status");
    expect(one.state).toBe("unshown");
    expect(one.notes.join()).toMatch(/seem to have signed in/);
    expect(one.evidence?.text).toContain("GET /server-status");
  });

  test("logins that fail and queries that a filter refuses make no path that refused before", () => {
    expect(told(review, "form.example")).toEqual({});
    expect(told(review, "probed.example")).toEqual({});
  });
});

describe("a log that names no host", () => {
  let review: Review;
  beforeAll(async () => {
    review = await reviewOf("hostless.log", hostlessLog());
  }, 60_000);

  test("what was asked of another server is no site, and no more than answered", () => {
    expect(review.sites.map(({ name }) => name)).toEqual(["hostless.log"]);
    const one = only(review, "hostless.log", "/.aws/credentials");
    expect(one).toMatchObject({ state: "answered", asked: { askedAs: ["other.example.net"], opened: 0 } });
    expect(one.doubts.join()).toMatch(/as of a proxy/);
    expect(one.change).toBe("look");
    expect(only(review, "hostless.log", "/phpinfo.php").state).toBe("unshown");
  });

  test("its answers neither close what is open nor make it a page for everything", () => {
    const one = only(review, "hostless.log", "/.env");
    expect(one).toMatchObject({ state: "open", closing: undefined, asked: { opened: 1, askedAs: [] } });
    expect(one.readers.map(({ source }) => source)).toEqual(["203.0.113.20"]);
  });

  test("the name is told as the client's, and cannot be clicked", () => {
    expect(renderControls(review)).toContain("other[.]example[.]net");
    expect(renderControls(review)).toContain("1 answer to who asked for it of another host");
    expect(controlsDocument(review)).toMatchObject({
      controls: expect.arrayContaining([
        expect.objectContaining({ path: "/.aws/credentials", asked_as: ["other.example.net"] }),
      ]),
    });
  });
});

describe("a log that has the client's Host header", () => {
  let review: Review;
  beforeAll(async () => {
    review = await reviewOf("headers.json", hostHeaderLog());
  }, 60_000);

  test("a name that one network alone uses is no site: what it was given is the log's", () => {
    expect(review.sites.map(({ name }) => name).sort()).toEqual(["headers.json", "www.example.org"]);
    expect(only(review, "headers.json", "/appsettings.json")).toMatchObject({
      state: "open",
      asked: { askedAs: ["forged.example.net"] },
    });
    expect(only(review, "headers.json", "/.aws/credentials").state).toBe("answered");
  });

  test("a refusal under it closes nothing of the site, and the site's own name in the target is its own", () => {
    expect(only(review, "www.example.org", "/.env")).toMatchObject({
      state: "open",
      asked: { askedAs: [] },
    });
    expect(only(review, "www.example.org", "/phpinfo.php").state).toBe("open");
  });
});
