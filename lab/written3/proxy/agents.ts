/** What programs call themselves. */
const mozilla = "Mozilla/5.0";

export const chrome = `${mozilla} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36`;
export const chrome157 = chrome.replace("158", "157");
export const edge = `${chrome} Edg/158.0.0.0`;
export const firefox = `${mozilla} (Windows NT 10.0; Win64; x64; rv:160.0) Gecko/20100101 Firefox/160.0`;
export const esr = `${mozilla} (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0`;
export const safari = `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Safari/605.1.15`;
export const chromeMac = `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36`;
export const firefoxLinux = `${mozilla} (X11; Linux x86_64; rv:160.0) Gecko/20100101 Firefox/160.0`;
export const iphone = `${mozilla} (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Mobile/15E148 Safari/604.1`;
export const android = `${mozilla} (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Mobile Safari/537.36`;
export const teams = `${chrome} Edg/158.0.0.0 Teams/25290.302.4044.3989/49`;
export const powershell = `${mozilla} (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.26100.4652`;
export const pwsh = `${mozilla} (Windows NT 10.0; Microsoft Windows 10.0.26100; en-US) PowerShell/7.5.4`;
export const office = `${mozilla} (Windows NT 10.0; Microsoft Word 16.0.20412; Pro)`;
export const macro =
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0; .NET4.0C; .NET4.0E; ms-office; MSOffice 16)";
export const hta =
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)";
export const winHttp = "Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)";
export const cryptoApi = "Microsoft-CryptoAPI/10.0";
export const ncsi = "Microsoft NCSI";
export const delivery = "Microsoft-Delivery-Optimization/10.1";
export const updateAgent = "Windows-Update-Agent/1402.2504.17012.0 Client-Protocol/2.82";
export const requests = "python-requests/2.32.5";
export const urllib = "Python-urllib/3.12";
export const curl = "curl/8.14.1";
export const curlMac = "curl/8.7.1";
export const go = "Go-http-client/1.1";
export const browsers = [
  chrome,
  chrome,
  chrome,
  edge,
  edge,
  edge,
  firefox,
  chrome157,
  safari,
  chromeMac,
  esr,
] as const;
