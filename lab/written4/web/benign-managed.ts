/** Clients of mail and of management that gather nothing. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import { type Actor, asks, benign, repeated, words } from "./actor.ts";

const sync = (user: string, device: string) =>
  `POST /Microsoft-Server-ActiveSync?User=${user}&DeviceId=${device}&DeviceType=Outlook&Cmd=Ping`;

export const managed: readonly Actor[] = [
  benign(
    "mail",
    "web-mail-client",
    "a telephone keeps its mail in step",
    repeated(every(14), { agent: "Outlook-iOS-Android/1.0", user: "TALVERA\\f.gruber" }, [
      sync("f.gruber", "2F9C11B0A4"),
    ]),
  ),
  benign(
    "mail",
    "web-mail-client",
    "a telephone of Apple's keeps its mail in step",
    repeated(every(19), { agent: "Apple-iPhone17C1/2301.79", user: "TALVERA\\d.rojas" }, [
      sync("d.rojas", "ApplDNPQ1XK2").replace("Outlook", "iPhone"),
    ]),
  ),
  benign(
    "mail",
    "web-mail-client",
    "Outlook finds its settings, signs in on the second try and opens its interfaces",
    repeated(every(240, "0 06:40:00"), { agent: agents.outlook, user: "TALVERA\\e.kowalska", gaps: [0.3] }, [
      "POST /autodiscover/autodiscover.xml 401 0",
      "POST /autodiscover/autodiscover.xml 200 4120",
      "POST /mapi/emsmdb/?MailboxId=9f3c 200 980",
      "POST /EWS/Exchange.asmx 200 1733",
      "/OAB/2d1c/oab.xml 200 1204",
    ]),
  ),
  benign(
    "mail",
    "web-mail-client",
    "mail on a Mac, by the web services",
    repeated(
      every(120, "0 07:20:00"),
      {
        agent: "MacOutlook/16.103.25111410 (Intelx64 Mac OS X 27.1)",
        user: "TALVERA\\k.bouchard",
        gaps: [1],
      },
      ["POST /EWS/Exchange.asmx 200 2107", "POST /autodiscover/autodiscover.xml 200 4120"],
    ),
  ),
  benign(
    "mail",
    "web-mail-client",
    "a person reads mail in the browser from home",
    asks("0 19:02:20", { agent: agents.chrome, user: "TALVERA\\g.lavoie", gaps: [2, 9] }, [
      "/owa/",
      "/owa/auth/logon.aspx?replaceCurrent=1",
      "POST /owa/auth.owa 302 0",
      "/owa/ 200 88120",
      "POST /owa/service.svc?action=FindConversation 200 5102",
      "POST /owa/service.svc?action=GetItem 200 9071",
      "/owa/auth/logoff.aspx 302 0",
    ]),
  ),
  benign(
    "mail",
    "web-mail-client",
    "Thunderbird guesses how mail is set up here, for one new account",
    asks(
      "0 08:14:02",
      {
        agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Thunderbird/153.2.0",
        gaps: [0.4],
      },
      words(
        "/mail/config-v1.1.xml?emailaddress=q.lis%40talvera.example /.well-known/autoconfig/mail/config-v1.1.xml /autodiscover/autodiscover.xml",
      ),
    ),
  ),
  ...["10.44.6.12", "10.44.6.77", "10.44.7.31"].map((address, turn) =>
    benign(
      "mail",
      "web-managed",
      `a managed PC asks its management point for policies and packages, as hundreds do, ${turn + 1}`,
      repeated(every(61 + turn * 4, `0 00:1${turn}:00`), { agent: "SMS CCM 5.0", gaps: [1] }, [
        "CCM_POST /ccm_system/request 200 2214",
        "/SMS_MP/.sms_aut?MPLIST 200 1190",
        `/SMS_DP_SMSPKG$/TAL0001${turn}.2/setup.msi 206 900000`,
      ]),
      address,
    ),
  ),
  benign(
    "mail",
    "web-managed",
    "a PC asks the update server what there is",
    repeated(
      every(330, "0 03:20:00"),
      { agent: "Windows-Update-Agent/1402.2504.17012.0 Client-Protocol/2.82", gaps: [0.5] },
      [
        "POST /ClientWebService/client.asmx 200 9120",
        "POST /SimpleAuthWebService/SimpleAuth.asmx 200 1200",
        "POST /ReportingWebService/ReportingWebService.asmx 200 580",
        "HEAD /selfupdate/wuident.cab 200 0",
      ],
    ),
    "10.44.6.90",
  ),
  benign(
    "mail",
    "web-managed",
    "a telephone of the company is enrolled, once, with its owner's name",
    asks(
      "1 08:20:11",
      { agent: "MDM_iOS/2.0 CFNetwork/3860.200.71 Darwin/26.1.0", user: "TALVERA\\i.nowak", gaps: [3] },
      [
        "/EnrollmentServer/Discovery.svc 200 512",
        "POST /EnrollmentServer/Policy.svc 200 3120",
        "POST /EnrollmentServer/Enrollment.svc 200 4408",
      ],
    ),
  ),
  benign(
    "mail",
    "web-proxy-settings",
    "a PC inside looks for the file of proxy settings at each start",
    repeated(every(480, "0 06:01:00"), { agent: "WinHttp-Autoproxy-Service/5.1" }, ["/wpad.dat 200 1931"]),
    "10.44.6.55",
  ),
  benign(
    "mail",
    "web-administrator",
    "an administrator, by name and from inside, reads the list of devices in the administration's interface",
    asks("0 10:05:00", { agent: agents.edge, user: "TALVERA\\adm.pichler", gaps: [4, 12] }, [
      "/AdminService/v1.0/Device 200 704112",
      "/ecp/ 200 39011",
      "/ReportServer/Pages/ReportViewer.aspx?%2fConfigMgr_TAL%2fHardware 200 188203",
    ]),
    "10.44.1.31",
  ),
];
