/** Owner and country of networks from files of ip-location-db that the user names. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { locationFiles } from "../src/intel/ip-location.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
const log = write(
  folder,
  "access.log",
  ["198.51.100.0", "198.51.100.255", "203.0.113.7", "192.0.2.9", "2001:db8:1::7", "2001:db8:2::7"].map((ip) =>
    combined({ ip, agent: "Wfuzz/3.1.0" }),
  ),
);
const data = join(folder, "data");
write(data, "asn/asn-ipv4.csv", [
  "1.0.0.0,1.0.0.255,1,First",
  '198.51.100.0,198.51.100.255,64500,"Example ""Net"", Inc."',
  "203.0.113.0,203.0.113.6,64501,Just before",
  "203.0.113.8,203.0.113.255,64502,Just after",
]);
write(data, "asn/asn-ipv6.csv", [
  "2001:db8:1::,2001:db8:1:ffff:ffff:ffff:ffff:ffff,64510,Six",
  "2001:db8:3::,2001:db8:3:ffff:ffff:ffff:ffff:ffff,64511,Other",
]);
write(data, "asn/asn-ipv4-num.csv", ["3325256704,3325256959,1,Wrong"]);
write(data, "asn-country/asn-country-ipv4.csv", [
  "198.51.100.0,198.51.100.127,DE",
  "198.51.100.128,198.51.100.255,<b>",
  "192.0.2.0,192.0.2.255,FR",
]);

test("the plain files of a folder and of the folders in it, each with whose data it is", () => {
  expect(
    locationFiles(data).map(({ path, says, v6, attribution }) => [
      path.slice(data.length + 1),
      says,
      v6,
      attribution.slice(0, 11),
    ]),
  ).toEqual([
    ["asn-country/asn-country-ipv4.csv", "country", false, "NRO (nro.ne"],
    ["asn/asn-ipv4.csv", "owner", false, "Route Views"],
    ["asn/asn-ipv6.csv", "owner", true, "Route Views"],
  ]);
});

test("an address has the owner and country of the row in which it lies, and of no neighbour", async () => {
  const { report } = await triageJson([log, "--ip-location", data]);
  expect(Object.fromEntries(report.entities.map(({ value, network }) => [value, network]))).toEqual({
    "198.51.100.0": { asn: 64500, organisation: 'Example "Net", Inc.', country: "DE" },
    // What is no code of a country is not taken for one.
    "198.51.100.255": { asn: 64500, organisation: 'Example "Net", Inc.' },
    "203.0.113.7": undefined,
    "192.0.2.9": { country: "FR" },
    "2001:db8:1::7": { asn: 64510, organisation: "Six" },
    "2001:db8:2::7": undefined,
  });
  expect(report.notes).toContainEqual(
    "network ownership by ip-location-db, from data of NRO (nro.net), CC BY 4.0; Route Views (routeviews.org), NRO (nro.net) and DB-IP (db-ip.com), CC BY 4.0",
  );
  expect(report.steps.find(({ clause }) => clause === "T2b")?.sentence).toContain(
    "owner or country of the network is told of 4.",
  );
});

test("a file that is none is told, and spoils nothing; a folder without any is an error", async () => {
  const odd = join(folder, "odd");
  write(odd, "asn-ipv4.csv", ["198.51.100.0,198.51.100.255,64500,Example", "only one cell", '"open']);
  const { report, status } = await triageJson([log, "--ip-location", odd]);
  expect(status).toBe(0);
  expect(
    report.notes.some((note) => note.includes("asn-ipv4.csv cannot be read as a file of ip-location-db")),
  ).toBe(true);
  expect((await vedette(["triage", log, "--ip-location", join(folder, "none")])).stderr).toContain(
    "no file of ip-location-db is here",
  );
});
