/** Services that programs talk to by themselves. */
import type { Chance } from "../../random.ts";
import { cryptoApi, delivery, ncsi, office, teams, updateAgent } from "./agents.ts";
import { hex, type Service } from "./service.ts";

export const programServices: readonly Service[] = [
  {
    site: "a",
    host: "update.googleapis.com",
    from: "program",
    method: "POST",
    agent: "Google Update/1.3.36.372;winhttp;cup-ecdsa",
    type: "application/json",
    behaviour: "the browser looks for its update, with system and hardware in the body",
    path: (c) => `/service/update2/json?cup2key=14:${hex(c, 20)}&cup2hreq=${hex(c, 32)}`,
  },
  {
    site: "a",
    host: "aus5.mozilla.org",
    from: "program",
    type: "text/xml",
    behaviour: "Firefox looks for its update, with build, system and memory in the path",
    path: () =>
      "/update/6/Firefox/160.0/20261109101854/WINNT_x86_64-msvc-x64/en-US/release/Windows_NT%2010.0.0.0.26100.4652%20(x64)/ISET:SSE4_2,MEM:16088/default/default/update.xml",
  },
  {
    site: "a",
    host: "incoming.telemetry.mozilla.org",
    from: "program",
    method: "POST",
    behaviour: "Firefox's telemetry",
    path: (c) =>
      `/submit/telemetry/${hex(c, 8)}-${hex(c, 4)}-4${hex(c, 3)}-a${hex(c, 3)}-${hex(c, 12)}/main/Firefox/160.0/release/20261109101854?v=4`,
  },
  {
    site: "a",
    host: "v10.events.data.microsoft.com",
    from: "program",
    method: "POST",
    agent: "MSDW",
    type: "application/json",
    behaviour: "Windows's diagnostic data",
    path: () => "/OneCollector/1.0/",
  },
  {
    site: "a",
    host: "settings-win.data.microsoft.com",
    from: "program",
    agent: "cpprestsdk/2.10.18",
    type: "application/json",
    behaviour: "Windows fetches its settings, with build and model in the query",
    path: (c) =>
      `/settings/v3.0/WSD/UpdateHealthTools?os=Windows&osVer=10.0.26100.4652.amd64fre.ge_release&ring=Retail&sku=4&deviceClass=Windows.Desktop&locale=sv-SE&deviceId=s:${hex(c, 24)}&AttrDataVer=181&OEMModel=Latitude%205450`,
  },
  {
    site: "a",
    host: "config.edge.skype.com",
    from: "program",
    agent: office,
    type: "application/json",
    behaviour: "Office fetches its flags, with its version and platform",
    path: (c) =>
      `/config/v2/Office/word/16.0.20412.20190/Production/CC?&Clientid=%7b${hex(c, 24)}%7d&Application=word&Platform=win32&Version=16.0.20412.20190&Build=ship&Architecture=x64&OsVersion=10.0&OsBuild=26100&Channel=CC`,
  },
  {
    site: "a",
    host: "wdcp.microsoft.com",
    from: "program",
    method: "CONNECT",
    agent: "MpCommunication",
    behaviour: "Defender asks its cloud",
    path: () => ":443",
  },
  {
    site: "a",
    host: "teams.microsoft.com",
    from: "program",
    agent: teams,
    type: "application/json",
    behaviour: "Teams fetches its settings",
    path: (c) => `/api/mt/part/emea-02/beta/users/tenants?v=${c.between(1, 9)}`,
  },
  {
    site: "a",
    host: "downloads.dell.com",
    from: "program",
    agent: "Dell SupportAssist/4.9.2 (Windows 11; Latitude 5450)",
    type: "application/octet-stream",
    behaviour: "the maker's helper fetches the catalogue of drivers",
    path: () => "/catalog/CatalogPC.cab",
  },
  {
    site: "a",
    host: "armmf.adobe.com",
    from: "program",
    agent: "AcroManager/1.8 (Windows NT 10.0; x64)",
    type: "text/xml",
    behaviour: "Acrobat looks for its update",
    path: () => "/arm-manifests/win/ServicesUpdater/DC/RdrManifest3.msi",
  },
  {
    site: "a",
    host: "glpi.norvik.example",
    from: "program",
    method: "POST",
    agent: "GLPI-Agent_v1.15",
    type: "application/json",
    behaviour: "the company's own inventory: every PC, once a day",
    path: () => "/front/inventory.php",
  },
  {
    site: "a",
    host: "clients.config.office.net",
    from: "program",
    agent: "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.20412; Pro)",
    type: "application/json",
    behaviour: "Office fetches the policies of its user",
    path: () => "/user/v1.0/windows/policies?app=outlook&build=16.0.20412.20190",
  },
  {
    site: "a",
    host: "r.manage.microsoft.com",
    from: "program",
    method: "POST",
    agent: "MSFT OMA DM Client/1.2.0.1",
    behaviour: "the company's management of devices",
    path: () => "/devicegatewayproxy/cimhandler.ashx?mode=Maintenance&Platform=WP",
  },
  ...plain(
    "ctldl.windowsupdate.com",
    cryptoApi,
    "lists of certificates",
    () => "/msdownload/update/v3/static/trustedr/en/authrootstl.cab",
  ),
  ...plain(
    "ocsp.digicert.com",
    cryptoApi,
    "whether a certificate still holds",
    (c) => `/MFEwTzBN${hex(c, 30)}%3D`,
  ),
  ...plain("www.msftconnecttest.com", ncsi, "whether there is a network", () => "/connecttest.txt"),
  ...plain(
    "au.download.windowsupdate.com",
    delivery,
    "pieces of updates",
    (c) =>
      `/c/msdownload/update/software/secu/2026/11/windows11.0-kb${c.between(5068000, 5069000)}-x64_${hex(c, 20)}.cab`,
  ),
  ...plain(
    "fe3cr.delivery.mp.microsoft.com",
    updateAgent,
    "which updates there are",
    () => "/ClientWebService/client.asmx",
  ),
  ...plain(
    "update.eset.com",
    "EEP Update (Windows; U; 64bit; BPC 12.0.2058; OS: 10.0.26100 SP 0.0 NT; TDB 62112; CH 0.0; LNG 1033; x64s; APP eea; BEO 1; UPD UNKNOWN; NEW 7.2)",
    "the antivirus fetches its signatures and names its system",
    () => "/eset_upd/businessep/update.ver",
  ),
  ...plain(
    "updates.drawing-viewer.example",
    "DrawingViewer/9.2 (Windows 11 10.0.26100; x64; de-DE)",
    "a viewer of drawings looks for its update",
    () => "/check?v=9.2.14&os=win11&arch=x64&lang=de&edition=free",
  ),
];

function plain(host: string, agent: string, behaviour: string, path: (chance: Chance) => string): Service[] {
  return [{ site: "b", host, agent, behaviour, path, from: "program", plain: true }];
}
