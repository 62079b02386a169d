/** An engine in a process of its own, for configurations that it does not end well with: it is killed when it is needed no more. */
import { Session } from "chdb";

const [folder = "", config = ""] = process.argv.slice(2);
const session = new Session(folder, { connectionArgs: [`--config-file=${config}`] });
process.on("message", (/** @type {{ id: number, sql: string }} */ { id, sql }) => {
  try {
    process.send?.({ id, text: session.query(sql, "JSONEachRow") });
  } catch (thrown) {
    process.send?.({ id, error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
});
