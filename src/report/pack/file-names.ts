/** What the files of a hand-over pack are called. */

/** Every file, in the order in which a person reads them. */
export const packFileNames = [
  "brief.md",
  "brief.html",
  "evidence.txt",
  "stix.json",
  "ocsf.json",
  "layer.json",
  "misp.json",
] as const;
