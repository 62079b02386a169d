/** Fields of an object, one under the other: for what a person reads, and may have to look up. */
import { Text } from "./text.tsx";

const fieldMost = 600;

export function Fields({ of }: { readonly of: object }) {
  return (
    <dl className="entry">
      {Object.entries(of).map(([name, value]) => (
        <div key={name}>
          <dt>
            <Text most={80}>{name.replaceAll("_", " ")}</Text>
          </dt>
          <dd>
            <Text most={fieldMost}>{shown(value)}</Text>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
