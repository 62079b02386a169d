/** Each product with its files, how they are applied, and how they are taken back. */
import { Inlines } from "../markdown.tsx";
import { Text } from "../parts/text.tsx";
import { counted, countOf } from "../times.ts";
import { FileView } from "./files.tsx";
import type { AnswerFile, ProductJson, Told } from "./model.ts";

export function Products({
  products,
  files,
  of,
}: {
  readonly products: readonly ProductJson[];
  readonly files: readonly AnswerFile[];
  /** What a file stops: requests, mails. */
  readonly of: string;
}) {
  const texts = new Map(files.map((file) => [file.name, file]));
  const [made, none] = [
    products.filter((one) => one.files.length > 0),
    products.filter((one) => one.files.length === 0),
  ];
  return (
    <>
      {made.map((one) => (
        <details className="product" key={one.id} open={made.length <= 2}>
          <summary>
            <h4>{one.title}</h4>{" "}
            <span className="quiet">
              {counted(one.files.length, "file")}, {counted(one.stopped, of)} of the case stopped
              {one.left_out.count === 0
                ? ""
                : `, ${counted(one.left_out.count, "entry", "entries")} left out`}
            </span>
          </summary>
          {one.files.map((name) => {
            const file = texts.get(name);
            return file === undefined ? null : <FileView key={name} file={file} />;
          })}
          <Steps title="To apply it" steps={one.apply} />
          <Steps title="To take it back" steps={one.rollback} />
          <p>
            <b>When the time is up:</b> <Inlines text={one.expiry} />
          </p>
          <LeftOut told={one.left_out} />
        </details>
      ))}
      {none.length === 0 ? null : (
        <details>
          <summary>No file for {counted(none.length, "product")}</summary>
          <ul>
            {none.map(({ id, title, left_out }) => (
              <li key={id}>
                {title}: <Text>{[...new Set(left_out.first.map(({ because }) => because))].join("; ")}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** A step is a command, or a sentence with its own marks of code. */
function Steps({ title, steps }: { readonly title: string; readonly steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <>
      <h5>{title}</h5>
      <ol className="steps">
        {steps.map((step) => (
          <li key={step}>
            {/^[A-Z]/.test(step) ? (
              <Inlines text={step} />
            ) : (
              <code>
                <Text most={2000}>{step}</Text>
              </code>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** What was refused, each with its reason. */
export function LeftOut({
  told,
}: {
  readonly told: Told<{ readonly what: string; readonly because: string }>;
}) {
  if (told.count === 0) return null;
  return (
    <details>
      <summary>Left out ({countOf(told.count)})</summary>
      <ul className="told-list">
        {told.first.map(({ what, because }) => (
          <li key={`${what} ${because}`}>
            <span className="mono">
              <Text most={200}>{what}</Text>
            </span>
            : <Text>{because}</Text>
          </li>
        ))}
      </ul>
      <Further told={told} />
    </details>
  );
}

export function Further({ told }: { readonly told: Told<unknown> }) {
  const more = told.count - told.first.length;
  return more > 0 ? <p className="quiet">and {counted(more, "more", "more")}</p> : null;
}
