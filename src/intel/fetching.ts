/** What reading a feed needs of a network; the one that really asks is in src/cli/fetch.ts. */

export interface FeedRequest {
  readonly url: URL;
  readonly method?: "GET" | "POST";
  readonly accept: string;
  /** JSON of a search. */
  readonly body?: string;
}

export interface FeedAnswer {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What was sent, within the limits. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Asks a server of a feed.
 * @throws VedetteError `intel.unreachable` for any answer that is not 2xx, at once or while the body is read
 */
export type AskFeed = (request: FeedRequest) => Promise<FeedAnswer>;

/** A body as text, whole: its size is limited where it is fetched. */
export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
