/**
 * The real libraries that pages load: name of the file as pages ask for it, and where npm puts it.
 * They are installed beside the project (see lab/README.md) and never become part of it.
 */
export const libraries = {
  "fp.min.js": "fp3/dist/fp.min.js",
  "agent.js": "fp5/dist/fp.min.js",
  "thumbmark.umd.js": "@thumbmarkjs/thumbmarkjs/dist/thumbmark.umd.js",
  "client.min.js": "clientjs/dist/client.min.js",
  "bp.js": "@rajesh896/broprint.js/lib/index.global.js",
  "ua-parser.min.js": "ua-parser-js/dist/ua-parser.min.js",
  "fingerprint2.min.js": "fingerprintjs2/dist/fingerprint2.min.js",
  "imprint.min.js": "imprintjs/dist/imprint.min.js",
  "bowser.js": "bowser/bundled.js",
  "sp.js": "@snowplow/browser-tracker/dist/index.umd.min.js",
  "mixpanel.min.js": "mixpanel-browser/dist/mixpanel.umd.js",
} as const;

export type Library = keyof typeof libraries;

/** For the person who installs them: what `npm install` is to be given, with licences. */
export const packages: Readonly<Record<string, string>> = {
  "fp3@npm:@fingerprintjs/fingerprintjs@3.4.2": "MIT",
  "fp5@npm:@fingerprintjs/fingerprintjs@5.2.0": "MIT",
  "@thumbmarkjs/thumbmarkjs@1.11.0": "MIT",
  "clientjs@0.2.1": "Apache-2.0",
  "@rajesh896/broprint.js@2.2.1": "MIT",
  "ua-parser-js@1.0.41": "MIT",
  "fingerprintjs2@2.1.4": "MIT",
  "imprintjs@1.0.0": "MIT",
  "bowser@2.15.1": "MIT",
  "@snowplow/browser-tracker@4.10.1": "BSD-3-Clause",
  "mixpanel-browser@2.83.0": "Apache-2.0",
};
