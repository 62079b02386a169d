/** Runs commands over a store in a folder and over one on a server, which are to say the same. */
import { join } from "node:path";
import { expect } from "vitest";
import { vedette } from "../command.ts";
import { type TestServer, testServer } from "./server.ts";

/** What a command said. */
export interface Said {
  readonly status: number;
  /** Standard output without times, and with one name for the store. */
  readonly told: string;
  readonly stderr: string;
}

export interface Stores {
  readonly server: TestServer;
  /** Address of the store of a name. */
  address(name?: string): string;
  onServer(words: readonly string[], name?: string): Promise<Said>;
  inFolder(words: readonly string[], name?: string): Promise<Said>;
  /** Fails where the two do not say the same. */
  both(words: readonly string[], name?: string): Promise<Said>;
  /** What the environment of a command has to hold. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param split as of testServer */
export async function twoStores(folder: string, split?: "client" | "random"): Promise<Stores> {
  const server = await testServer(split);
  const { password } = server.address();
  const env = { VEDETTE_CLICKHOUSE_PASSWORD: password };
  const addresses = new Map<string, string>();
  const address = (name = "store") => {
    const known = addresses.get(name) ?? server.address().shown;
    addresses.set(name, known);
    return known;
  };
  const said = async (words: readonly string[], option: string, value: string): Promise<Said> => {
    const { status, stdout, stderr, left } = await vedette([...words, option, value], { env });
    expect(left).toEqual([]);
    if (password !== "") expect(`${stdout}${stderr}`).not.toContain(password);
    return { status, told: neutral(stdout, `${option} ${value}`), stderr: neutral(stderr, value) };
  };
  const onServer = (words: readonly string[], name?: string) => said(words, "--engine", address(name));
  const inFolder = (words: readonly string[], name = "store") =>
    said(words, "--store", join(folder, `${name}.vedette`));
  return {
    server,
    address,
    env,
    onServer,
    inFolder,
    both: async (words, name) => {
      const expected = await inFolder(words, name);
      expect(await onServer(words, name)).toEqual(expected);
      return expected;
    },
    close: () => server.close(),
  };
}

function neutral(text: string, store: string): string {
  const quoted = store.replace(/ (.*)$/, " '$1'");
  return text
    .replaceAll(store, "--store-named")
    .replaceAll(quoted, "--store-named")
    .replace(/"(generated_at|duration_ms)": ?("[^"]*"|\d+)/g, '"$1": 0');
}
