/** Those who look for gateways, mail, proxy settings and the provisioning of clients: what sets a client up tells how it is set up. */
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import type { SiteName } from "../../site.ts";
import { after, asks, chromeNow, edgeNow, minute, probes, second, sends } from "../second/making.ts";
import { browses, firefoxNow, list, type Member, macNow, moment, scattered, scout } from "./making.ts";

const kinds: readonly [string, SiteName, string | undefined, readonly string[], number, string][] = [
  [
    "gateway",
    "www",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.0.0 Safari/537.36",
    list(
      "/remote/login?lang=en /dana-na/auth/url_default/welcome.cgi /global-protect/login.esp /+CSCOE+/logon.html /vpn/index.html /logon/LogonPoint/index.html /sslvpn_logon.shtml /my.policy",
    ),
    1500,
    "the portals of eight makers of VPN gateways",
  ],
  [
    "gateway",
    "www",
    firefoxNow,
    list(
      "/vpn/pluginlist.xml /global-protect/portal/css/login.css /dana-cached/hc/HostCheckerInstaller.osx /epa/scripts/win/nsepa_setup.exe /remote/fgt_lang?lang=en /CACHE/stc/1/binaries/update.txt",
    ),
    8 * second,
    "files of VPN clients that tell a gateway's version",
  ],
  [
    "gateway",
    "wiki",
    "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)",
    list(
      "/RDWeb/Pages/en-US/login.aspx /rdweb/ /RDWeb/FeedLogin/WebFeedLogin.aspx /rpc/rpcproxy.dll /remoteDesktopGateway/ /guacamole/ /Citrix/StoreWeb/",
    ),
    3 * second,
    "gateways for remote desktops",
  ],
  [
    "mail-gateway",
    "www",
    edgeNow,
    list(
      "/owa/auth/logon.aspx /owa/ /ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application /mapi/nspi/ /EWS/Exchange.asmx /autodiscover/autodiscover.json /oab/ /PowerShell/",
    ),
    4 * second,
    "Exchange and its version",
  ],
  [
    "mail-gateway",
    "www",
    "python-requests/2.32.5",
    list(
      "/autodiscover/autodiscover.xml /Autodiscover/Autodiscover.xml /autodiscover/autodiscover.json?Email=admin@larkfield.example&Protocol=ActiveSync /.well-known/autoconfig/mail/config-v1.1.xml /mail/config-v1.1.xml?emailaddress=admin@larkfield.example /zimbra/ /webmail/ /roundcube/CHANGELOG",
    ),
    2 * second,
    "how mail clients are set up, without a name of its own",
  ],
  [
    "proxy-settings",
    "www",
    chromeNow,
    list(
      "/wpad.dat /proxy.pac /pac/proxy.pac /autoproxy.pac /proxy/wpad.dat /wpad.da /config/proxy.pac /.pac",
    ),
    5 * second,
    "files of proxy settings in eight places",
  ],
  [
    "proxy-settings",
    "wiki",
    "curl/8.17.0",
    list("/wpad.dat /proxy.pac /vpn/client.ovpn /client.ovpn /wg0.conf"),
    2 * second,
    "proxy and VPN settings on the intranet from outside",
  ],
  [
    "telephone-settings",
    "files",
    "libcurl-agent/1.0",
    [
      ...Array.from({ length: 16 }, (_, at) => `/provisioning/805ec0a1b2${(0xb8 + at).toString(16)}.cfg`),
      "/provisioning/common.cfg",
      "/provisioning/y000000000108.cfg",
    ],
    900,
    "the settings of desk telephones, one hardware address after the other",
  ],
  [
    "telephone-settings",
    "www",
    undefined,
    list(
      "/000000000000.cfg /polycom/000000000000.cfg /yealink/y000000000028.cfg /SEPDEFAULT.cnf.xml /cisco/SEP001122334455.cnf.xml /aastra.cfg /spa112.cfg /snom/settings.xml /gs/cfg001565000000.xml",
    ),
    1300,
    "the settings of telephones of seven makers, no agent",
  ],
  [
    "device-settings",
    "blog",
    "Mozilla/5.0 zgrab/0.x",
    list(
      "/HNAP1/ /getcfg.php /currentsetting.htm /device.rsp?opt=sys&cmd=___S_O_S_T_R_E_A_MAX___ /cgi-bin/config.exp /boaform/admin/formLogin /DEVICE_CONFIG /config/getuser?index=0",
    ),
    2 * second,
    "the settings of routers and cameras",
  ],
  [
    "application-settings",
    "shop",
    edgeNow,
    list(
      "/env.js /config.js /assets/config.json /assets/env.json /runtime-config.js /appsettings.json /static/config.json /app-config.json /__env.js /config.prod.json",
    ),
    3 * second,
    "where an application in the browser keeps its settings, without a page before",
  ],
  [
    "application-settings",
    "www",
    agents.safariMac,
    list(
      "/config.json /tides/config.json /tides/env.js /env.json /assets/environments/environment.json /settings.json",
    ),
    40 * second,
    "settings of the tide clock and others, one in forty seconds",
  ],
  [
    "application-settings",
    "api",
    "okhttp/4.12.0",
    list(
      "/api/v1/config /api/v2/config /api/mobile/config /mobile/config.json /app/config.json /google-services.json /GoogleService-Info.plist /api/v1/remote-config /api/app/version /api/v1/feature-flags",
    ),
    1700,
    "the settings of a telephone application, guessed",
  ],
  [
    "enrolment",
    "www",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.95 Safari/537.36",
    list(
      "/EnrollmentServer/Discovery.svc /ManagementServer/MDM.svc /.well-known/com.apple.remotemanagement /mobileconfig.xml /profile.mobileconfig /mdm/checkin /DeviceManagement/ /ccm_system/request /SMS_MP/.sms_aut?mplist",
    ),
    6 * second,
    "where clients are managed and enrolled",
  ],
];

const browsers = new Set<string>([chromeNow, edgeNow, firefoxNow, macNow, agents.safariMac]);

const looked = kinds.map(([scenario, site, agent, targets, every, what], at) => {
  const step =
    agent === undefined || !browsers.has(agent) ? asks(site, agent, targets) : browses(site, agent, targets);
  return scout(
    scenario,
    `looks for ${what}`,
    [sends(moment(new Chance(380_000 + at), 0, 23), [step], every)],
    { v6: site === "www" && at % 4 === 0 },
  );
});

const repeated: readonly Member[] = [
  scout(
    "gateway",
    "comes back each night to the same three portals",
    [1, 2, 3, 4].map((day) =>
      probes(
        `${day} 03:2${day}:00`,
        "www",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.85 Safari/537.36",
        list("/remote/logincheck /dana-na/nc/nc_gina_ver.txt /global-protect/prelogin.esp"),
        2 * second,
      ),
    ),
  ),
  scout(
    "proxy-settings",
    "asks for wpad.dat under names that a client would guess, and for what the names hide",
    [
      ...list(
        "wpad.larkfield.example proxy.larkfield.example autodiscover.larkfield.example config.larkfield.example mdm.larkfield.example provisioning.larkfield.example",
      ).map((host, at) =>
        sends(
          after("3 01:08:00", at * 20 * second),
          [asks("wiki", macNow, ["/wpad.dat", "/config", "/server-status"], { host })],
          3 * second,
        ),
      ),
    ],
  ),
  scout(
    "device-settings",
    "sends a device's commands and asks for its configuration, a connection for each",
    scattered(
      "1 05:33:00",
      asks(
        "blog",
        "Hello, world",
        list(
          "/shell?cat+/etc/config /config.bin /backup.cfg /rom-0 /setup.cgi?next_file=netgear.cfg /nvram.cgi",
        ),
        { connection: "close" },
      ),
      20 * second,
      4 * minute,
      new Chance(381_001),
    ),
  ),
];

export const gatewayScouts: readonly Member[] = [...looked, ...repeated];
