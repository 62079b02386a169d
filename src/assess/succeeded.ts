/** Indicators whose finding says that something was answered, read or sent out. */
export const succeeded: ReadonlySet<string> = new Set([
  "beacon.dns-names",
  "beacon.fingerprint",
  "beacon.stealer",
  "data.unauthorised-access",
  "endpoint.config-exposed",
  "host.config-discovery",
  "host.profile-access",
  "signin.config-files",
]);
