/** Runs statements on chDB, each with a database and settings of its own as if it had a connection for itself. */
import { writeFileSync } from "node:fs";
import { Session } from "chdb";
import { clusterConfig, onShards } from "./shards.mjs";

/** Connections; a session of a client keeps one until it ends. */
const connectionsMax = 8;

export class Statements {
  #path;
  /** @type {Session[]} */ #free = [];
  /** @type {((session: Session) => void)[]} */ #waiting = [];
  #made = 0;
  /** @type {Map<string, { session: Session, busy: boolean }>} */ #sessions = new Map();

  /** What connections were last made to be. @type {WeakMap<Session, { database: string, settings: Record<string, string> }>} */
  #states = new WeakMap();

  /** @type {import("./shards.mjs").Split | undefined} */ #split;
  /** @type {string[]} */ #more = [];

  constructor(
    /** @type {string} */ path,
    /** @type {import("./shards.mjs").Split | undefined} */ split = undefined,
    /** @type {string | undefined} */ config = undefined,
  ) {
    this.#path = path;
    this.#split = split;
    if (config !== undefined) this.#more = [`--config-file=${config}`];
    if (split === undefined) return;
    writeFileSync(`${path}.xml`, clusterConfig());
    this.#more = [`--config-file=${path}.xml`];
  }

  /**
   * Runs a statement and hands on what it yields, piece by piece where it is a question whose answer need not be whole.
   * @param {import("./request.mjs").Asked} asked
   * @param {(piece: Buffer) => Promise<void> | void} take
   */
  async run(asked, take) {
    const { session, done } = await this.#of(asked.sessionId);
    // Of no use to others: half of its settings were taken, or none of them can be changed again.
    let spent = true;
    try {
      await this.#become(session, asked);
      spent = asked.settings.readonly === "1";
      const sql = asked.data === undefined ? asked.sql : fromFile(asked.sql, asked.data);
      for (const one of await this.#meant(session, sql, asked.database))
        await answer(session, one, asked, take);
    } finally {
      done(spent);
    }
  }

  /** @returns {Promise<string[]>} what is done for a statement */
  async #meant(/** @type {Session} */ session, /** @type {string} */ sql, /** @type {string} */ database) {
    if (this.#split === undefined) return [sql];
    // What is taken out before it is done is read by the engine's parser.
    if (/\bON CLUSTER\b|^SYSTEM\b/.test(sql))
      await session.queryBindAsync("SELECT formatQuery({sql:String})", { sql }, { format: "TSV" });
    return onShards(sql, database, this.#split);
  }

  close() {
    for (const session of [...this.#free, ...[...this.#sessions.values()].map(({ session }) => session)])
      session.close();
  }

  /** Gives a connection the database and the settings of a statement; most follow one that had the same. */
  async #become(
    /** @type {Session} */ session,
    /** @type {import("./request.mjs").Asked} */ { database, settings },
  ) {
    const was = this.#states.get(session) ?? { database: "", settings: {} };
    if (was.database !== database) await session.queryAsync(`USE ${quoted(database)}`);
    const gone = Object.keys(was.settings).filter(
      (name) => !(name in settings) && !name.startsWith("param_"),
    );
    const changed = Object.entries(settings).filter(([name, value]) => was.settings[name] !== value);
    // Last what forbids to change any.
    changed.sort(([one], [other]) => Number(one === "readonly") - Number(other === "readonly"));
    const pairs = [
      ...gone.map((name) => `${name} = DEFAULT`),
      ...changed.map(([name, value]) => `${name} = ${literal(value)}`),
    ];
    if (pairs.length > 0) await session.queryAsync(`SET ${pairs.join(", ")}`);
    this.#states.set(session, { database, settings });
  }

  /** @returns a connection, and what is done with it afterwards */
  async #of(/** @type {string | undefined} */ id) {
    if (id === undefined) {
      const session = await this.#take();
      return {
        session,
        done: (/** @type {boolean} */ spent) => (spent ? this.#end(session) : this.#give(session)),
      };
    }
    const known = this.#sessions.get(id) ?? { session: await this.#take(), busy: false };
    if (known.busy)
      throw new Error(
        `Code: 373. DB::Exception: Session ${id} is locked by a concurrent client. (SESSION_IS_LOCKED)`,
      );
    known.busy = true;
    this.#sessions.set(id, known);
    return {
      session: known.session,
      done: () => {
        known.busy = false;
      },
    };
  }

  /** @returns {Promise<Session>} */
  async #take() {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#made < connectionsMax) {
      this.#made += 1;
      // A statement that streams is cut short before its own settings are read.
      return new Session(this.#path, {
        connectionArgs: ["--max_query_size=4000000", "--max_parser_depth=5000", ...this.#more],
      });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #end(/** @type {Session} */ session) {
    session.close();
    this.#made -= 1;
    if (this.#waiting.length > 0) void this.#take().then((next) => this.#give(next));
  }

  #give(/** @type {Session} */ session) {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(session);
    else next(session);
  }
}

async function answer(
  /** @type {Session} */ session,
  /** @type {string} */ sql,
  /** @type {import("./request.mjs").Asked} */ asked,
  /** @type {(piece: Buffer) => Promise<void> | void} */ take,
) {
  const options = { format: asked.format };
  if (!asked.whole && /^\s*(?:\/\*.*?\*\/\s*)?(SELECT|WITH)\b/i.test(sql)) {
    for await (const piece of session.queryStream(sql, options)) await take(Buffer.from(piece.raw()));
  } else {
    const result = await session.queryAsync(sql, options);
    const bytes = Buffer.from(result.bytes());
    if (bytes.length > 0) await take(bytes);
  }
}

/** An insertion whose rows stand in a file. */
function fromFile(/** @type {string} */ sql, /** @type {string} */ path) {
  return sql.replace(
    /\bFORMAT\s+(\w+)\s*$/i,
    (_, /** @type {string} */ format) => `FROM INFILE ${literal(path)} FORMAT ${format}`,
  );
}

const quoted = (/** @type {string} */ name) => `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
const literal = (/** @type {string} */ text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
