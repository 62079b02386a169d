/** Contract of the catalogues of TLS hellos (content/catalogues/tls), and the names of their pieces of SQL. */
import { z } from "zod";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const tlsHellos = z.strictObject({
  catalogue: z.literal("tls-hellos"),
  kind: z.enum(["library", "browser"]),
  title: z.string(),
  entries: z.array(
    z
      .strictObject({
        id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
        /** What sends it, as a sentence goes on. */
        name: z.string(),
        ja4: z
          .array(z.string().regex(/^[tqd][0-9s][0-9][di]\d{4}[0-9a-zA-Z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/))
          .default([]),
        ja3: z.array(z.string().regex(/^[0-9a-f]{32}$/)).default([]),
        /** Middle parts of JA4, where they alone tell it. */
        ciphers: z.array(z.string().regex(/^[0-9a-f]{12}$/)).default([]),
        /** Beginnings of the agents under which it goes, in lower case. */
        agents: z.array(z.string().regex(/^[^A-Z]+$/)).default([]),
        /** With which versions it was measured. */
        seen: z.string().optional(),
        /** A public page, or `measured`: by lab/tls/measure.ts. */
        source: z.union([z.literal("measured"), z.string().url()]),
        date: day,
      })
      .refine(
        ({ source, seen }) => (source === "measured") === (seen !== undefined),
        "`seen` goes with `source: measured`",
      ),
  ),
});
type Catalogue = z.infer<typeof tlsHellos>;
export type TlsHello = Catalogue["entries"][number] & { readonly kind: Catalogue["kind"] };

/** The entries of a catalogue, each with what kind of program sends it. */
export function tlsHellosOf({ kind, entries }: Catalogue): TlsHello[] {
  return entries.map((entry) => ({ ...entry, kind }));
}

/** Names of the pieces of SQL that are made of them (src/detect/tls.ts). */
export const tlsPartNames = ["tls_entry", "tls_names", "tls_kinds", "tls_agents"] as const;
