/** What an entry of the audit says: a sentence, its name for searching, and its fields at hand. */
import { sentenceOf } from "../audit-words.ts";
import type { AuditEntry } from "../model.ts";
import { Fields } from "./fields.tsx";
import { Text } from "./text.tsx";

export function AuditDetail({ entry }: { readonly entry: AuditEntry }) {
  const { seq, act, detail } = entry;
  return (
    <>
      <Text most={500}>{sentenceOf(entry)}</Text> <span className="quiet mono nowrap">{act}</span>
      {Object.keys(detail).length === 0 ? null : (
        <details className="audit-fields">
          <summary>
            Fields<span className="unseen"> of entry {seq}</span>
          </summary>
          <Fields of={detail} />
        </details>
      )}
    </>
  );
}
