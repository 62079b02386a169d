/** What products show or ask for by their nature: files of repositories, and endpoints of their own clients. */
import * as z from "zod";

/** Programs that show the files of repositories. */
export const codeBrowsers = z.strictObject({
  catalogue: z.literal("code-browsers"),
  title: z.string(),
  date: z.string(),
  paths: z.array(z.strictObject({ product: z.string(), pattern: z.string(), source: z.string() })).min(1),
});
export type CodeBrowsers = z.infer<typeof codeBrowsers>;

export const productPartNames = ["code_browsers"] as const;
