/**
 * The agents of ordinary visitors: browsers that were current in November 2026, when the samples in the
 * repository were recorded. Versions are those of @mdn/browser-compat-data; Safari's system version is
 * frozen in its agent.
 */

function chrome(platform: string, major: number, more = ""): string {
  return `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36${more}`;
}

function firefox(platform: string, major: number): string {
  return `Mozilla/5.0 (${platform}; rv:${major}.0) Gecko/20100101 Firefox/${major}.0`;
}

const windows = "Windows NT 10.0; Win64; x64";
const mac = "Macintosh; Intel Mac OS X 10_15_7";
const linux = "X11; Linux x86_64";
const iphone = "iPhone; CPU iPhone OS 18_7 like Mac OS X";

export const agents = {
  chromeWindows: chrome(windows, 157),
  chromeWindowsOlder: chrome(windows, 156),
  chromeMac: chrome(mac, 157),
  chromeLinux: chrome(linux, 156),
  chromeAndroid:
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Mobile Safari/537.36",
  edgeWindows: chrome(windows, 157, " Edg/157.0.0.0"),
  firefoxWindows: firefox(windows, 160),
  firefoxLongSupport: firefox(windows, 153),
  firefoxLinux: firefox(linux, 159),
  firefoxMac: firefox("Macintosh; Intel Mac OS X 10.15", 160),
  safariMac: `Mozilla/5.0 (${mac}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Safari/605.1.15`,
  safariPhone: `Mozilla/5.0 (${iphone}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Mobile/15E148 Safari/604.1`,
  weChat: `Mozilla/5.0 (${iphone}) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.66(0x18004235) NetType/WIFI Language/en`,
} as const;
