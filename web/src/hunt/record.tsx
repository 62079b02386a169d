/** One record of the store, whole: its raw line, and what was read from it. */
import { Dialog } from "../parts/dialog.tsx";
import { MenuButton } from "../parts/menu.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { CopyButton, RawLine, Text } from "../parts/text.tsx";
import { shortened, visible } from "../visible.ts";
import { useRecord } from "./data.ts";
import { entityIn, pivotItems, spanAround } from "./entity.ts";
import { shownOf } from "./rows.ts";

export function RecordDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const record = useRecord(id);
  const found = record.data;
  return (
    <Dialog title="A record" onClose={onClose} wide>
      {found === undefined ? (
        record.isPending ? (
          <Loading what="the record" />
        ) : (
          <Failed error={record.error} again={() => void record.refetch()} />
        )
      ) : (
        <>
          <p className="evidence-head">
            <span className="mono">
              <Text most={300}>{found.record}</Text>
            </span>{" "}
            <CopyButton what="the record" text={`${found.record} ${found.raw}`} />
          </p>
          <RawLine text={found.raw} />
          <Table label="Columns of the record" head={["Column", "Value"]}>
            {Object.entries(found.columns).map(([name, value]) => (
              <tr key={name}>
                <th scope="row" className="mono">
                  {name}
                </th>
                <td className="value">
                  <Value name={name} value={value} columns={found.columns} />
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </Dialog>
  );
}

function Value({
  name,
  value,
  columns,
}: {
  readonly name: string;
  readonly value: string | number;
  readonly columns: Readonly<Record<string, string | number>>;
}) {
  const entity = entityIn(name, value);
  const text = <Text most={600}>{shownOf(name, value)}</Text>;
  if (entity === undefined) return text;
  return (
    <MenuButton
      label={`${name} ${visible(shortened(String(value), 80))}`}
      items={() => pivotItems(entity, spanAround(columns))}
    >
      {text}
    </MenuButton>
  );
}
