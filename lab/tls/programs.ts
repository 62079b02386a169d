/** Programs whose hellos are measured: how each asks for ADDRESS. */

export interface Program {
  readonly id: string;
  /** A shell command that prints the versions that matter, and fails where the program is missing. */
  readonly version: string;
  readonly command: readonly string[];
  /** Files that it needs, by name, in the folder that it runs in. */
  readonly files?: Readonly<Record<string, string>>;
}

const python = (module: string, code: string): Program => ({
  id: `python-${module}`,
  version: `python3 -c 'import ${module}, ssl, sys; print(getattr(${module}, "__version__", ""), "Python", sys.version.split()[0], ssl.OPENSSL_VERSION)'`,
  command: ["python3", "-c", code],
});

const javaVersion = "java -version 2>&1 | head -1 && javac -version >/dev/null 2>&1";

const java = (id: string, imports: string, code: string): Program => ({
  id,
  version: javaVersion,
  command: ["java", "-cp", "/usr/share/java/*", "Ask.java"],
  files: {
    "Ask.java": `${imports}\nclass Ask { public static void main(String[] a) throws Exception { ${code} } }`,
  },
});

const node = (id: string, code: string): Program => ({
  id,
  version: 'node -p \'"Node " + process.version + " " + process.versions.openssl\'',
  command: ["node", "-e", code],
});

export const programs: readonly Program[] = [
  { id: "curl", version: "curl --version", command: ["curl", "-sk", "ADDRESS"] },
  {
    id: "wget",
    version: "wget --version",
    command: ["wget", "-q", "--tries=1", "-O", "/dev/null", "ADDRESS"],
  },
  {
    id: "openssl",
    version: "openssl version",
    command: [
      "sh",
      "-c",
      "echo | openssl s_client -servername hello.example -connect $(echo ADDRESS | cut -d/ -f3)",
    ],
  },
  python("urllib", "import urllib.request; urllib.request.urlopen('ADDRESS')"),
  python("requests", "import requests; requests.get('ADDRESS')"),
  python(
    "aiohttp",
    "import asyncio, aiohttp\nasync def ask():\n  async with aiohttp.ClientSession() as s: await s.get('ADDRESS')\nasyncio.run(ask())",
  ),
  python("httpx", "import httpx; httpx.get('ADDRESS')"),
  { ...python("httpx", "import httpx; httpx.Client(http2=True).get('ADDRESS')"), id: "python-httpx-http2" },
  node("node-https", "require('https').get('ADDRESS').on('error', () => {})"),
  node("node-fetch", "fetch('ADDRESS').catch(() => {})"),
  java(
    "java-httpclient",
    "import java.net.*; import java.net.http.*;",
    'HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("ADDRESS")).build(), HttpResponse.BodyHandlers.ofString());',
  ),
  java("java-urlconnection", "import java.net.*;", 'new URL("ADDRESS").openConnection().getInputStream();'),
  java(
    "java-okhttp",
    "import okhttp3.*;",
    'new OkHttpClient().newCall(new Request.Builder().url("ADDRESS").build()).execute();',
  ),
  java(
    "java-apache",
    "import org.apache.http.client.methods.*; import org.apache.http.impl.client.*;",
    'HttpClients.createDefault().execute(new HttpGet("ADDRESS"));',
  ),
  { id: "bun", version: "bun --version", command: ["bun", "-e", "fetch('ADDRESS').catch(() => {})"] },
  {
    id: "deno",
    version: "deno --version",
    command: ["deno", "run", "-A", "ask.js"],
    files: { "ask.js": "fetch('ADDRESS').catch(() => {})" },
  },
  {
    id: "go",
    version: "go version",
    command: ["go", "run", "ask.go"],
    files: { "ask.go": 'package main\nimport "net/http"\nfunc main() { http.Get("ADDRESS") }' },
  },
  // A program of a newer Go than the system's, with the library's own settings.
  {
    id: "go-buf",
    version: 'go version "$(command -v buf)"',
    command: ["buf", "curl", "--schema", "buf.proto", "ADDRESSa.B/C"],
    files: { "buf.proto": 'syntax = "proto3"; package a; message M {} service B { rpc C(M) returns (M); }' },
  },
  {
    id: "ruby",
    version: "ruby --version",
    command: ["ruby", "-rnet/http", "-e", "Net::HTTP.get(URI('ADDRESS'))"],
  },
  {
    id: "perl-lwp",
    version:
      "perl -MLWP::UserAgent -MIO::Socket::SSL -e 'print \"LWP $LWP::UserAgent::VERSION IO::Socket::SSL $IO::Socket::SSL::VERSION\"'",
    command: ["perl", "-MLWP::UserAgent", "-e", "LWP::UserAgent->new->get('ADDRESS')"],
  },
  {
    id: "php-curl",
    version: "php -m | grep -qx curl && php --version",
    command: ["php", "-r", "$c = curl_init('ADDRESS'); curl_exec($c);"],
  },
  { id: "php-stream", version: "php --version", command: ["php", "-r", "@file_get_contents('ADDRESS');"] },
  {
    id: "chromium",
    version: "chromium --version 2>/dev/null",
    command: [
      "chromium",
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
      "--dump-dom",
      "ADDRESS",
    ],
  },
  {
    id: "firefox",
    version: "firefox-esr --version",
    command: ["firefox-esr", "--headless", "--screenshot", "/dev/null", "ADDRESS"],
  },
];
