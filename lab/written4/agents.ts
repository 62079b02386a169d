/** What programs call themselves in late November 2026, and shares of them among visitors. */
const mozilla = "Mozilla/5.0";
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

export const chrome = `${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/158.0.0.0 Safari/537.36`;
export const chrome157 = chrome.replace("158", "157");
export const edge = `${chrome} Edg/158.0.0.0`;
export const firefox = `${mozilla} (Windows NT 10.0; Win64; x64; rv:160.0) Gecko/20100101 Firefox/160.0`;
export const firefox159 = firefox.replaceAll("160", "159");
export const firefoxLinux = `${mozilla} (X11; Ubuntu; Linux x86_64; rv:160.0) Gecko/20100101 Firefox/160.0`;
export const safari = `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Safari/605.1.15`;
export const chromeMac = `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Chrome/158.0.0.0 Safari/537.36`;
export const chromeLinux = `${mozilla} (X11; Linux x86_64) ${webkit} Chrome/158.0.0.0 Safari/537.36`;
export const iphone = `${mozilla} (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Mobile/15E148 Safari/604.1`;
export const ipad = `${mozilla} (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.0 Mobile/15E148 Safari/604.1`;
export const android = `${mozilla} (Linux; Android 10; K) ${webkit} Chrome/158.0.0.0 Mobile Safari/537.36`;
export const samsung = `${mozilla} (Linux; Android 10; K) ${webkit} SamsungBrowser/29.0 Chrome/152.0.0.0 Mobile Safari/537.36`;
export const opera = `${chrome.replace("158", "156")} OPR/142.0.0.0`;
export const powershell = `${mozilla} (Windows NT; Windows NT 10.0; de-AT) WindowsPowerShell/5.1.26100.4652`;
export const pwsh = `${mozilla} (Windows NT 10.0; Microsoft Windows 10.0.26100; en-CA) PowerShell/7.5.4`;
export const requests = "python-requests/2.32.5";
export const httpx = "python-httpx/0.28.1";
export const aiohttp = "Python/3.13 aiohttp/3.13.2";
export const curl = "curl/8.14.1";
export const go = "Go-http-client/1.1";
export const go2 = "Go-http-client/2.0";
export const cryptoApi = "Microsoft-CryptoAPI/10.0";
export const teams = `${edge} Teams/25306.804.4102.7193/49`;
export const outlook = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.20416; Pro)";

export const visitors = [
  chrome,
  chrome,
  chrome,
  chrome,
  edge,
  edge,
  firefox,
  firefox159,
  safari,
  safari,
  chromeMac,
  chrome157,
  iphone,
  iphone,
  iphone,
  android,
  android,
  android,
  samsung,
  ipad,
  opera,
  chromeLinux,
] as const;
