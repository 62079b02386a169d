/** Runs statements on chDB, each with a database and settings of its own as if it had a connection for itself. */
import { Session } from "chdb";

/** Connections; a session of a client keeps one until it ends. */
const connectionsMax = 8;

export class Statements {
  #path;
  /** @type {Session[]} */ #free = [];
  /** @type {((session: Session) => void)[]} */ #waiting = [];
  #made = 0;
  /** @type {Map<string, { session: Session, busy: boolean }>} */ #sessions = new Map();

  constructor(/** @type {string} */ path) {
    this.#path = path;
  }

  /**
   * Runs a statement and hands on what it yields, piece by piece where it is a question whose answer need not be whole.
   * @param {import("./request.mjs").Asked} asked
   * @param {(piece: Buffer) => Promise<void> | void} take
   */
  async run(asked, take) {
    const { session, done } = await this.#of(asked.sessionId, asked.settings.readonly === "1");
    // Last what forbids to change any.
    const settings = Object.entries(asked.settings).sort(
      ([one], [other]) => Number(one === "readonly") - Number(other === "readonly"),
    );
    try {
      await session.queryAsync(`USE ${quoted(asked.database)}`);
      for (const [name, value] of settings) await session.queryAsync(`SET ${name} = ${literal(value)}`);
      const sql = asked.data === undefined ? asked.sql : fromFile(asked.sql, asked.data);
      const options = { format: asked.format };
      if (!asked.whole && /^\s*(?:\/\*.*?\*\/\s*)?(SELECT|WITH)\b/i.test(sql)) {
        for await (const piece of session.queryStream(sql, options)) await take(Buffer.from(piece.raw()));
      } else {
        const result = await session.queryAsync(sql, options);
        const bytes = Buffer.from(result.bytes());
        if (bytes.length > 0) await take(bytes);
      }
    } finally {
      for (const [name] of settings)
        if (!name.startsWith("param_")) await session.queryAsync(`SET ${name} = DEFAULT`).catch(() => {});
      done();
    }
  }

  close() {
    for (const session of [...this.#free, ...[...this.#sessions.values()].map(({ session }) => session)])
      session.close();
  }

  /** @param {boolean} once whether the connection is of no use afterwards: a setting of it can never be changed again */
  async #of(/** @type {string | undefined} */ id, once) {
    if (id === undefined) {
      const session = await this.#take();
      return { session, done: () => (once ? this.#end(session) : this.#give(session)) };
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
        connectionArgs: ["--max_query_size=4000000", "--max_parser_depth=5000"],
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

/** An insertion whose rows stand in a file. */
function fromFile(/** @type {string} */ sql, /** @type {string} */ path) {
  return sql.replace(
    /\bFORMAT\s+(\w+)\s*$/i,
    (_, /** @type {string} */ format) => `FROM INFILE ${literal(path)} FORMAT ${format}`,
  );
}

const quoted = (/** @type {string} */ name) => `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
const literal = (/** @type {string} */ text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
