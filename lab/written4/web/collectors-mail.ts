/** Who gathers configuration from the machine for mail and for the management of clients. */
import * as agents from "../agents.ts";
import { type Actor, asks, collector, words } from "./actor.ts";

const names =
  words(`a.novak b.wieser c.tremblay d.rojas e.kowalska f.gruber g.lavoie h.soto i.nowak j.egger k.bouchard l.munoz m.zielinska n.hofer
 o.gagnon p.vidal q.lis r.pichler s.cote t.araya u.mazur v.haas w.roy x.fuentes`);
const asOutlook = "Microsoft Office/16.0 (Windows NT 10.0; MAPICPL 16.0.14326; Pro)";

export const mailCollectors: readonly Actor[] = [
  collector(
    "mail",
    "web-product-version",
    "looks for Exchange's version: pages of sign-in, styles of builds, every interface",
    asks(
      "0 04:20:33",
      { agent: agents.requests, gaps: [1, 0.6] },
      words(
        "/owa/ /owa/auth/logon.aspx /owa/auth/15.2.1748/themes/resources/favicon.ico /owa/auth/15.2.1544/themes/resources/favicon.ico /owa/auth/15.2.1258/themes/resources/favicon.ico /owa/auth/15.1.2507/themes/resources/favicon.ico /ecp/ /ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application /autodiscover/autodiscover.xml /ews/exchange.asmx /mapi/nspi/ /rpc/rpcproxy.dll /oab/ /powershell/ /owa/service.svc",
      ),
    ),
  ),
  collector(
    "mail",
    "web-tool",
    "nmap's scripts ask for sign-ins that tell the domain, and for status pages",
    asks(
      "0 04:55:01",
      {
        agent: "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
        gaps: [0.5],
      },
      words(
        "/ /nmaplowercheck1764046501 /HNAP1 /evox/about /sdk /autodiscover/autodiscover.xml /ews/ /rpc/ /mapi/ /oab/ /owa/ /server-status /.git/HEAD /robots.txt",
      ),
    ),
  ),
  collector(
    "mail",
    "web-management",
    "a machine inside, by a script, asks the management point what clients are given and where packages lie",
    asks(
      "1 10:41:15",
      { agent: agents.requests, gaps: [1, 2] },
      words(
        "/SMS_MP/.sms_aut?MPLIST /SMS_MP/.sms_aut?SITESIGNCERT /SMS_MP/.sms_aut?MPKEYINFORMATION /ccm_system/request /SMS_DP_SMSPKG$/ /SMS_DP_SMSPKG$/Datalib /SMS_DP_SMSPKG$/TAL00012.1/variables.dat /CCM_Client/ccmsetup.cab /CCM_Client/mobileclient.tcf /SMS_MP/.sms_pol?TAL20014-TAL00012-6F6BCC28.1_00",
      ),
    ),
    "10.44.7.88",
  ),
  collector(
    "mail",
    "web-management",
    "an ordinary account asks the administration's interface for name, system and last user of all machines",
    asks("1 23:05:51", { agent: agents.powershell, user: "TALVERA\\s.cote", gaps: [3, 5] }, [
      "/AdminService/wmi/SMS_R_System?$select=Name,OperatingSystemNameandVersion,LastLogonUserName 200 918244",
      "/AdminService/v1.0/Device 200 704112",
      "/AdminService/wmi/SMS_G_System_SoftwareProduct?$top=5000 200 1480220",
      "/AdminService/wmi/SMS_G_System_AntimalwareHealthStatus 200 210771",
      "/AdminService/wmi/SMS_Application 200 90122",
    ]),
    "10.44.6.41",
  ),
  collector(
    "mail",
    "web-enrolment",
    "looks for every place at which clients are enrolled or given certificates",
    asks(
      "0 18:31:09",
      { agent: agents.chrome157, gaps: [4, 6, 3] },
      words(
        "/certsrv/ /certsrv/mscep/ /certsrv/mscep_admin/ /EnrollmentServer/Discovery.svc /ADPolicyProvider_CEP_UsernamePassword/service.svc/CEP /CertEnroll/ /adfs/services/trust/mex /adfs/ls/idpinitiatedsignon.aspx /FederationMetadata/2007-06/FederationMetadata.xml /enterpriseenrollment/ /MDM/checkin /ocsp/",
      ),
    ),
  ),
  collector(
    "mail",
    "web-enumerate",
    "guesses at the short names of files by a tilde, with OPTIONS",
    asks(
      "1 03:03:03",
      { agent: "Java/11.0.22", method: "OPTIONS", gaps: [0.1] },
      [..."abcdefghijklmnopqrstuvwxyz0123456789"].map((letter) => `/${letter}*~1*/a.aspx 404`),
    ),
  ),
  collector(
    "mail",
    "web-left-open",
    "looks for what ASP.NET leaves open, under Edge's agent",
    asks(
      "1 15:50:44",
      { agent: agents.edge, gaps: [2, 4] },
      words(
        "/trace.axd /elmah.axd /web.config /web.config.bak /bin/ /App_Data/ /Global.asax /appsettings.json /appsettings.Development.json /connectionstrings.config /glimpse.axd /_vti_pvt/service.cnf /_vti_inf.html",
      ),
    ),
  ),
  collector(
    "mail",
    "web-autodiscover",
    "asks for the settings of two dozen mailboxes, one after the other, as an old Outlook that never signs in",
    asks(
      "0 12:14:28",
      { agent: asOutlook, gaps: [5, 8] },
      names.map(
        (name) =>
          `/autodiscover/autodiscover.json?Email=${name}%40talvera.example&Protocol=Autodiscoverv1&RedirectCount=1`,
      ),
    ),
  ),
  collector(
    "mail",
    "web-proxy-settings",
    "asks from outside for files of proxy settings under the names that clients guess",
    asks(
      "0 07:48:36",
      { agent: "curl/8.9.1", gaps: [2] },
      words(
        "/wpad.dat /proxy.pac /wpad/wpad.dat /pac/proxy.pac /autoproxy.pac /accelerated_pac_base.pac /zscaler.pac /wpad.da",
      ),
    ),
  ),
  collector(
    "mail",
    "web-updates",
    "a script outside tries the update server for what clients install and how they sign in",
    asks(
      "1 06:20:40",
      { agent: agents.go2, gaps: [2, 3] },
      words(
        "/ClientWebService/client.asmx?wsdl /SimpleAuthWebService/SimpleAuth.asmx?wsdl /ReportingWebService/ReportingWebService.asmx?wsdl /ApiRemoting30/WebService.asmx /ServerSyncWebService/ServerSyncWebService.asmx /selfupdate/iuident.cab /Inventory/InventoryRules.cab /Content/anonymousCheckFile.txt",
      ),
    ),
  ),
];
