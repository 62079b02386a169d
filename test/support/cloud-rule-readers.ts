/** Strict readers of what is written for Cloudflare and AWS WAF, by their documentation. */
import {
  bytesOf,
  type Files,
  fail,
  type InNetwork,
  pathOf,
  type Reader,
  type Request,
} from "./rule-readers.ts";

/** A reader of the rules language's strings, sets, comparisons and brackets; `and` binds more tightly than `or`. */
class Expression {
  at = 0;
  readonly text: string;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly inNetwork: InNetwork;
  readonly now: number;
  constructor(
    text: string,
    lists: ReadonlyMap<string, readonly string[]>,
    inNetwork: InNetwork,
    now: number,
  ) {
    this.text = text;
    this.lists = lists;
    this.inNetwork = inNetwork;
    this.now = now;
  }
  take(pattern: RegExp): string | undefined {
    const found = new RegExp(pattern.source, "y");
    found.lastIndex = this.at;
    const [text] = found.exec(this.text) ?? [];
    if (text !== undefined) this.at += text.length;
    return text;
  }
  need(pattern: RegExp): string {
    return this.take(pattern) ?? fail(this.text.slice(this.at, this.at + 40));
  }
  whole(): Reader {
    const read = this.or();
    if (this.at !== this.text.length) fail(this.text.slice(this.at));
    return read;
  }
  or(): Reader {
    const all = [this.and()];
    while (this.take(/ or /) !== undefined) all.push(this.and());
    return (request) => all.some((one) => one(request));
  }
  and(): Reader {
    const all = [this.one()];
    while (this.take(/ and /) !== undefined) all.push(this.one());
    return (request) => all.every((one) => one(request));
  }
  one(): Reader {
    if (this.take(/\(/) !== undefined) {
      const inner = this.or();
      this.need(/\)/);
      return inner;
    }
    const field = this.need(/[a-z][a-z._]*/);
    if (field === "http.request.timestamp.sec") {
      const until = Number(this.need(/ lt \d{10}/).slice(4));
      return () => this.now < until;
    }
    this.need(/ in /);
    if (field === "ip.src") {
      const list = this.take(/\$[a-z0-9_]{1,50}/);
      const networks =
        list === undefined
          ? this.need(/\{[0-9a-f.:/ ]+\}/)
              .slice(1, -1)
              .split(" ")
          : (this.lists.get(list.slice(1)) ?? fail(list));
      return ({ peer }) => networks.some((network) => this.inNetwork(peer, network));
    }
    const values = this.strings();
    if (field === "http.user_agent")
      return ({ agent }) => values.some((value) => value.equals(bytesOf(agent ?? "")));
    if (field === "raw.http.request.uri.path")
      return ({ target }) => values.some((value) => value.equals(bytesOf(pathOf(target))));
    return fail(field);
  }
  strings(): Buffer[] {
    this.need(/\{/);
    const all = [this.string()];
    while (this.take(/ /) !== undefined) all.push(this.string());
    this.need(/\}/);
    return all;
  }
  string(): Buffer {
    this.need(/"/);
    const pieces: Buffer[] = [];
    for (;;) {
      if (this.take(/"/) !== undefined) return Buffer.concat(pieces);
      const escaped = this.take(/\\["\\]/);
      const byte = escaped === undefined ? this.take(/\\x[0-9a-f]{2}/) : undefined;
      if (escaped !== undefined) pieces.push(Buffer.from(escaped.slice(1)));
      else if (byte !== undefined) pieces.push(Buffer.from(byte.slice(2), "hex"));
      else pieces.push(Buffer.from(this.need(/[ !#-[\]-~]/)));
    }
  }
}

export function readCloudflare({ files }: Files, inNetwork: InNetwork, now: number): Reader {
  const json = (end: RegExp) =>
    files.filter(({ name }) => end.test(name)).map(({ text }) => JSON.parse(text));
  const [list] = json(/\.list\.json$/);
  const [items = []] = json(/\.items\.json$/) as { ip: string }[][];
  for (const { ip } of items) if (ip.includes(":") && !/\/(?:1[2-9]|[2-5]\d|6[0-4])$/.test(ip)) fail(ip);
  const lists = new Map(list === undefined ? [] : [[list.name as string, items.map(({ ip }) => ip)]]);
  const rules = json(/\.rule\d+\.json$/).map(({ expression, action }) => {
    if (expression.length > 4096 || action !== "block") fail("a rule");
    return new Expression(expression, lists, inNetwork, now).whole();
  });
  return (request) => rules.some((rule) => rule(request));
}

type Statement = Record<string, Record<string, unknown>>;
interface Read {
  readonly reader: Reader;
  readonly cost: number;
}

export function readAwsWaf({ files }: Files, inNetwork: InNetwork): Reader {
  const documents = files.map(({ text }) => JSON.parse(text));
  const sets = new Map<string, string[]>(
    documents.filter(({ Addresses }) => Addresses).map(({ Name, Addresses }) => [Name, Addresses]),
  );
  const component = (field: unknown, { agent, target }: Request): Buffer | undefined => {
    const text = JSON.stringify(field);
    if (text === '{"UriPath":{}}') return bytesOf(pathOf(target));
    if (text !== '{"SingleHeader":{"Name":"user-agent"}}') return fail(text);
    return agent === undefined ? undefined : bytesOf(agent);
  };
  const many = (of: unknown): Read[] => {
    const all = of as Statement[];
    if (all.length < 2) fail("a single nested statement");
    return all.map(read);
  };
  const sum = (all: readonly Read[]) => all.reduce((total, { cost }) => total + cost, 0);
  function read(statement: Statement): Read {
    const [[kind, its] = fail("no statement"), ...more] = Object.entries(statement);
    if (more.length > 0) fail("two statements");
    if (kind === "AndStatement" || kind === "OrStatement") {
      const all = many(its.Statements);
      const reader: Reader = (request) =>
        kind === "AndStatement"
          ? all.every((one) => one.reader(request))
          : all.some((one) => one.reader(request));
      return { reader, cost: sum(all) };
    }
    if (kind === "NotStatement") {
      const inner = read(its.Statement as Statement);
      return { reader: (request) => !inner.reader(request), cost: inner.cost };
    }
    if (kind === "IPSetReferenceStatement") {
      const set = sets.get(String(its.ARN).replace("ARN-OF-", "")) ?? fail("a set");
      return { reader: ({ peer }) => set.some((network) => inNetwork(peer, network)), cost: 1 };
    }
    if (JSON.stringify(its.TextTransformations) !== '[{"Priority":0,"Type":"NONE"}]') fail("transformations");
    if (kind === "SizeConstraintStatement" && its.ComparisonOperator === "GT" && its.Size === 0)
      return { reader: (request) => (component(its.FieldToMatch, request)?.length ?? 0) > 0, cost: 1 };
    if (kind !== "ByteMatchStatement" || its.PositionalConstraint !== "EXACTLY") return fail(kind);
    const bytes = Buffer.from(String(its.SearchString), "base64");
    if (bytes.toString("base64") !== its.SearchString || bytes.length > 200 || bytes.length === 0)
      fail("a search string");
    return { reader: (request) => component(its.FieldToMatch, request)?.equals(bytes) === true, cost: 2 };
  }
  const rules = documents
    .filter(({ Rules }) => Rules)
    .flatMap(({ Rules, Capacity }) => {
      const all = (Rules as { Statement: Statement }[]).map(({ Statement }) => read(Statement));
      if (sum(all) !== Capacity || Capacity > 5000) fail("its capacity");
      return all;
    });
  return (request) => rules.some(({ reader }) => reader(request));
}
