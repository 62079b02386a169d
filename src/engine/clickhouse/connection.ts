/** Statements over HTTP, by ClickHouse's own client; loaded only where a server is named. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import { VedetteError } from "../../errors.ts";
import { clickhouseLimits } from "../../limits.ts";
import { EngineError, type Parameters } from "../engine.ts";
import type { ServerAddress } from "./address.ts";
import { checked } from "./answers.ts";
import { engineErrorOf } from "./failures.ts";
import { formOf } from "./form.ts";

export type Settings = Readonly<Record<string, string | number>>;

/** A statement and what goes with it. */
export interface Statement {
  readonly sql: string;
  readonly parameters?: Parameters;
  readonly settings?: Settings;
}

/** Bytes of parameters beyond which they go in the body. */
const urlBytesMax = 16_000;

/** The server sends an answer when it has all of it, and a failure with its status. */
const whole = { wait_end_of_query: 1 } as const;

/** What speaks to one database of a server. */
export class Connection {
  readonly #client: ClickHouseClient;

  private constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  /** @param database that names without one are looked for in; the user's own where there is none */
  static async to(
    address: ServerAddress,
    database?: string,
    idleMs: number = clickhouseLimits.silentMs,
  ): Promise<Connection> {
    const { createClient, ClickHouseLogLevel } = await library();
    const { url, user, password, compressed, tls } = address;
    return new Connection(
      createClient({
        url,
        username: user,
        password,
        ...(database === undefined ? {} : { database }),
        request_timeout: idleMs,
        compression: { request: compressed, response: compressed },
        max_response_headers_size: clickhouseLimits.headersBytesMax,
        application: "vedette",
        // Its log would go to standard error, with statements in it.
        log: { level: ClickHouseLogLevel.OFF },
        ...(tls === undefined
          ? {}
          : tls.cert === undefined || tls.key === undefined
            ? { tls: { ca_cert: tls.ca_cert } }
            : { tls: { ca_cert: tls.ca_cert, cert: tls.cert, key: tls.key } }),
      }),
    );
  }

  /** The whole answer to a question, an object of JSON a line; the server sends it when it has all of it. */
  async ask({ sql, parameters = {}, settings = {} }: Statement): Promise<string> {
    try {
      const answer = await this.#client.query({
        query: sql,
        query_params: parameters,
        use_multipart_params_auto: true,
        clickhouse_settings: { ...settings, ...whole },
        format: "JSONEachRow",
      });
      const tag = answer.response_headers["x-clickhouse-exception-tag"];
      const pieces: Uint8Array[] = [];
      for await (const piece of checked(piecesOf(await answer.text()), tagOf(tag))) pieces.push(piece);
      return Buffer.concat(pieces).toString("utf8");
    } catch (thrown) {
      throw engineErrorOf(thrown);
    }
  }

  /** An answer piece by piece, in a format that the statement names. */
  async *stream({ sql, parameters = {}, settings = {} }: Statement): AsyncIterable<Uint8Array> {
    let stream: Readable | undefined;
    try {
      const answer = await this.#client.exec({
        query: sql,
        ...inUrl(parameters),
        clickhouse_settings: settings,
      });
      stream = answer.stream;
      yield* checked(stream, tagOf(answer.response_headers["x-clickhouse-exception-tag"]));
    } catch (thrown) {
      throw engineErrorOf(thrown);
    } finally {
      // Who wants no more of an answer ends the statement by it.
      stream?.destroy();
    }
  }

  /** Runs a statement for its effect. */
  async run({ sql, parameters = {}, settings = {} }: Statement): Promise<void> {
    try {
      const sent = { clickhouse_settings: { ...settings, ...whole } };
      if (bytesOf(parameters) <= urlBytesMax)
        await this.#client.command({ ...sent, query: sql, query_params: parameters });
      else await this.#runLarge(sql, parameters, sent.clickhouse_settings);
    } catch (thrown) {
      throw engineErrorOf(thrown);
    }
  }

  /** Inserts rows in the format that the statement names. */
  async insert({ sql, settings = {} }: Statement, rows: Uint8Array): Promise<void> {
    try {
      const { stream } = await this.#client.exec({
        query: sql,
        values: Readable.from([rows], { objectMode: false }),
        clickhouse_settings: { ...settings, ...whole },
      });
      for await (const _ of stream);
    } catch (thrown) {
      throw engineErrorOf(thrown);
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** The client sends parameters in the body with questions only; here they stand there alone, and the statement in the address. */
  async #runLarge(sql: string, parameters: Parameters, settings: Settings): Promise<void> {
    const { body, type } = formOf(parameters, `vedette-${randomUUID()}`);
    const { stream } = await this.#client.exec({
      query: sql,
      values: Readable.from([body], { objectMode: false }),
      http_headers: { "Content-Type": type },
      clickhouse_settings: settings,
    });
    for await (const _ of stream);
  }
}

async function* piecesOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text, "utf8");
}

function tagOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.[0];
}

function bytesOf(parameters: Parameters): number {
  return Object.values(parameters).reduce<number>((sum, value) => sum + String(value).length, 0);
}

function inUrl(parameters: Parameters): { query_params: Parameters } {
  if (bytesOf(parameters) > clickhouseLimits.addressBytesMax)
    throw new EngineError(
      `values of more than ${clickhouseLimits.addressBytesMax.toLocaleString("en")} bytes cannot be sent with this statement`,
      0,
      undefined,
    );
  return { query_params: parameters };
}

async function library(): Promise<typeof import("@clickhouse/client")> {
  try {
    return await import("@clickhouse/client");
  } catch (thrown) {
    throw new VedetteError(
      "engine.missing",
      "The client of ClickHouse (npm package @clickhouse/client) cannot be loaded.",
      {
        hint: "Run npm install again.",
        cause: thrown,
      },
    );
  }
}
