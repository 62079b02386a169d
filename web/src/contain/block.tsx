/** Blocks of what a case sent, compared, and the files of one of them. */
import type { CaseView } from "../model.ts";
import { Field } from "../parts/form.tsx";
import { Empty } from "../parts/states.tsx";
import { useRouter } from "../router.tsx";
import { secondOf } from "../times.ts";
import { Asking, givenOf, useAnswer } from "./asking.tsx";
import { Candidates, filesId } from "./candidates.tsx";
import { CommonFields, PlaceField, ProductChoices } from "./choices.tsx";
import { FileView, SaveAll } from "./files.tsx";
import { type Answer, blockKinds, products, type Weighed } from "./model.ts";
import { Products } from "./products.tsx";

export function BlockPart({ view }: { readonly view: CaseView }) {
  const { query } = useRouter();
  const shared = (query.get("shared") ?? "").split(/[\s,;]+/).filter((one) => one !== "");
  const given = {
    ...givenOf(query, ["kind", "expires", "ticket", "place"], ["target"]),
    ...(shared.length === 0 ? {} : { shared }),
  };
  const answer = useAnswer<Weighed>(
    `/cases/${encodeURIComponent(view.id)}/containment`,
    given,
    query.get("ask") === "1",
  );
  return (
    <Asking
      answer={answer}
      does="Weigh blocks"
      again="Weigh again"
      says="Nothing is applied: you get files, and how they are applied and taken back."
      waiting="Blocks are weighed on everybody's requests"
      fields={
        <>
          <ProductChoices products={products} chosen={query.getAll("target")} />
          <div className="fields">
            <Field label="Block">
              {(ids) => (
                <select {...ids} name="kind" defaultValue={query.get("kind") ?? ""}>
                  <option value="">as recommended</option>
                  {Object.entries(blockKinds).map(([kind, title]) => (
                    <option key={kind} value={kind}>
                      {title}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <CommonFields query={query} />
          </div>
          <details open={shared.length > 0 || query.has("place")}>
            <summary>More choices</summary>
            <div className="fields">
              <Field
                label="May be blocked though others come from there"
                hint="addresses and networks, with spaces between"
              >
                {(ids) => (
                  <input {...ids} name="shared" defaultValue={query.get("shared") ?? ""} maxLength={2000} />
                )}
              </Field>
              <PlaceField query={query} />
            </div>
          </details>
        </>
      }
    >
      {(found) => <Found view={view} answer={found} />}
    </Asking>
  );
}

function Found({ view, answer }: { readonly view: CaseView; readonly answer: Answer<Weighed> }) {
  const { result, files } = answer;
  const made = result.products.filter((one) => one.files.length > 0);
  const beside = files.filter(({ name }) => !name.includes("/"));
  if (result.candidates.length === 0)
    return (
      <Empty title="No request of these logs that could be blocked belongs to this case.">
        <p>
          {result.because} What mails and hosts did is blocked elsewhere: see the mail protection, and the
          steps of the playbook.
        </p>
      </Empty>
    );
  return (
    <>
      <Candidates weighed={result} />
      <section className="drawer-part" id={filesId}>
        <h3>Files to take away</h3>
        {made.length === 0 ? (
          <Empty
            title={
              result.candidates.some(({ written }) => written)
                ? "No product that was chosen can match this block."
                : "No block was chosen, so there is no file."
            }
          >
            <p>
              {result.candidates.some(({ written }) => written)
                ? "Choose other products, or another block above."
                : "Choose one above, knowing whom else it stops."}
            </p>
          </Empty>
        ) : (
          <>
            <p>
              They hold until <b>{secondOf(Date.parse(result.expires))} UTC</b>.
            </p>
            <p className="buttons">
              <SaveAll files={files} name={`${view.id}-containment`} />
            </p>
          </>
        )}
        <Products products={result.products} files={files} of="request" />
        {made.length === 0 ? null : (
          <details>
            <summary>Beside them: the page for the ticket, and the entries as JSON</summary>
            {beside.map((file) => (
              <FileView key={file.name} file={file} />
            ))}
          </details>
        )}
      </section>
    </>
  );
}
