/** Names of the pieces of SQL about hosts (src/detect/hosts.ts) that statements over profiles may use. */
export const hostPartNames: readonly string[] = [
  "host_words_found",
  "host_asked",
  "host_asked_kinds",
  "host_asked_names",
  "host_asked_tool",
  "host_located",
  "host_located_names",
  "host_located_products",
  "host_located_holds",
  "host_located_secret",
  "host_upload_numbers",
  "host_upload_names",
  "host_places",
  "host_owner_folders",
  "host_owner_places",
  "catalogue_programs",
];
