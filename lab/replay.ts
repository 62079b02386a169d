/**
 * The replay client: reads lists of steps from standard input, one a line, and sends exactly these requests, with these
 * headers and these unnormalised targets; answers each list with a line of its own, `done` or what went wrong. Run by
 * `replaying.ts` inside a client's namespace, once for all visits of the client.
 */
import { Agent, request } from "node:http";
import { type ClientHttp2Session, connect } from "node:http2";
import { createInterface } from "node:readline";
import type { Request, Step } from "./replaying.ts";

const answerMsMax = 5000;
/** As browsers have it for HTTP/1.1. */
function freshAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 6 });
}

let agent = freshAgent();

function send(host: string, { method = "GET", target, headers = {}, body }: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, agent, method, path: target, headers, timeout: answerMsMax }, (response) => {
      response.resume();
      response.once("end", resolve);
    });
    sent.once("timeout", () => sent.destroy(new Error(`no answer: ${target}`)));
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Browsers open one HTTP/2 connection to a site and send everything through it. */
const connections = new Map<string, ClientHttp2Session>();

function connection(host: string): ClientHttp2Session {
  const known = connections.get(host);
  if (known !== undefined) return known;
  // The certificate is the recording's own.
  const opened = connect(`https://${host}`, { rejectUnauthorized: false });
  connections.set(host, opened);
  return opened;
}

function sendSecure(host: string, { method = "GET", target, headers = {} }: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = connection(host).request({ ":method": method, ":path": target, ...headers });
    sent.setTimeout(answerMsMax, () => sent.destroy(new Error(`no answer: ${target}`)));
    sent.once("error", reject);
    sent.once("end", resolve);
    sent.resume();
  });
}

async function visit(steps: readonly Step[]): Promise<void> {
  for (const { host, requests, together, secure } of steps) {
    const one = secure ? sendSecure : send;
    if (together) await Promise.all(requests.map((request) => one(host, request)));
    else for (const request of requests) await one(host, request);
  }
}

/** Visits are hours apart in the log, so that no connection outlives one. */
function hangUp(): void {
  agent.destroy();
  agent = freshAgent();
  for (const opened of connections.values()) opened.close();
  connections.clear();
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await visit(JSON.parse(line) as Step[]);
    process.stdout.write("done\n");
  } catch (cause) {
    process.stdout.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  }
  hangUp();
}
