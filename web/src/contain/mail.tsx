/** What the mails of a case could be told by, what else it would catch, and the files of mail products. */
import type { CaseView } from "../model.ts";
import { Empty } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { Text } from "../parts/text.tsx";
import { useRouter } from "../router.tsx";
import { counted, countOf, secondOf } from "../times.ts";
import { Asking, givenOf, useAnswer } from "./asking.tsx";
import { filesId } from "./candidates.tsx";
import { CommonFields, PlaceField, ProductChoices } from "./choices.tsx";
import { FileView, SaveAll } from "./files.tsx";
import { type Answer, type Mails, mailProducts } from "./model.ts";
import { Products } from "./products.tsx";

const entriesShown = 200;

export function MailPart({ view }: { readonly view: CaseView }) {
  const { query } = useRouter();
  const given = givenOf(query, ["expires", "ticket", "place"], ["target"]);
  const answer = useAnswer<Mails>(
    `/cases/${encodeURIComponent(view.id)}/mail-protection`,
    given,
    query.get("ask") === "1",
  );
  return (
    <Asking
      answer={answer}
      does="Weigh entries"
      says="On all mails at hand. Nothing is applied."
      waiting="Entries are weighed on all mails"
      fields={
        <>
          <ProductChoices products={mailProducts} chosen={query.getAll("target")} />
          <div className="fields">
            <CommonFields query={query} />
            <PlaceField query={query} />
          </div>
        </>
      }
    >
      {(found) => <Found view={view} answer={found} />}
    </Asking>
  );
}

function Found({ view, answer }: { readonly view: CaseView; readonly answer: Answer<Mails> }) {
  const { result, files } = answer;
  if (result.entries.length === 0)
    return (
      <Empty title="This case has no mail that could be told by anything.">
        <p>Mails belong to a case where they asked for what was then collected, or came with it.</p>
      </Empty>
    );
  const recommended = result.entries.filter((one) => one.recommended);
  return (
    <>
      <p className={recommended.length === 0 ? "notice caution" : "notice"}>
        {recommended.length === 0
          ? "Nothing is recommended: every entry would catch other mail, or must not be used."
          : `${counted(recommended.length, "entry", "entries")} recommended: ${countOf(result.mails.caught)} of ${counted(result.mails.of_case, "mail")} of the case, and none of ${counted(result.mails.at_hand - result.mails.of_case, "other mail")} at hand that is not of another case.`}{" "}
        <a href={`#${filesId}`}>To the files</a>
      </p>
      <Table label="Table of entries" head={["Told by", "Value", "#Of the case", "#Others", "Standing"]}>
        {result.entries.slice(0, entriesShown).map((one) => (
          <tr key={`${one.kind} ${one.value}`}>
            <td>{one.kind.replaceAll("-", " ")}</td>
            <td className="value mono">
              <Text most={200}>{one.value}</Text>
            </td>
            <td className="number">{countOf(one.of_case)}</td>
            <td className="number">{countOf(one.others)}</td>
            <td className="value">
              {one.recommended ? (
                <span className="chip action-close">★ recommended</span>
              ) : (
                <Text>{one.why_not ?? ""}</Text>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {result.entries.length > entriesShown ? (
        <p className="quiet">and {countOf(result.entries.length - entriesShown)} more in protection.json</p>
      ) : null}
      <section className="drawer-part" id={filesId}>
        <h3>Files to take away</h3>
        <p>
          They hold until <b>{secondOf(Date.parse(result.expires))} UTC</b>. The mails of the case went to{" "}
          {counted(result.recipients.length, "recipient")}; a text that warns them is among the files.
        </p>
        <p className="buttons">
          <SaveAll files={files} name={`${view.id}-mail`} />
        </p>
        <Products products={result.products} files={files} of="mail" />
        <h4>For everybody</h4>
        {files
          .filter(({ name }) => !name.includes("/"))
          .map((file) => (
            <FileView key={file.name} file={file} />
          ))}
      </section>
    </>
  );
}
