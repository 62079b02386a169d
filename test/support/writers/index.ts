/** How every format's product writes its records. */
import { accountWriters } from "./accounts.ts";
import { auditWriters } from "./audits.ts";
import { cloudTableWriters } from "./cloud-tables.ts";
import { cloudWriters } from "./clouds.ts";
import { groupWriters } from "./groups.ts";
import { hostWriters } from "./hosts.ts";
import { mailWriters } from "./mails.ts";
import { messageWriters } from "./messages.ts";
import { ncsaWriters } from "./ncsa.ts";
import { nidsWriters } from "./nids.ts";
import { proxyWriters } from "./proxies.ts";
import { rawTextWriters } from "./raw-text.ts";
import { squidWriters } from "./squid.ts";
import type { Writer } from "./truth.ts";
import { w3cWriters } from "./w3c.ts";
import { webAuditWriters } from "./web-audit-json.ts";
import { webJsonWriters } from "./web-json.ts";
import { webServerWriters } from "./web-servers.ts";
import { zeekWriters } from "./zeek.ts";
import { zscalerWriters } from "./zscaler.ts";

export const writers: readonly Writer[] = [
  ...ncsaWriters,
  ...webServerWriters,
  ...rawTextWriters,
  ...proxyWriters,
  ...webJsonWriters,
  ...cloudWriters,
  ...cloudTableWriters,
  ...webAuditWriters,
  ...w3cWriters,
  ...squidWriters,
  ...zscalerWriters,
  ...nidsWriters,
  ...zeekWriters,
  ...hostWriters,
  ...groupWriters,
  ...accountWriters,
  ...auditWriters,
  ...mailWriters,
  ...messageWriters,
];
