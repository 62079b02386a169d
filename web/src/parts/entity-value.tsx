/** The value of an entity with its menu: where it can be followed to. */
import { entityOf, kindWords, pivotItems, type Span } from "../hunt/entity.ts";
import { shortened, visible } from "../visible.ts";
import { MenuButton } from "./menu.tsx";
import { Text } from "./text.tsx";

export function EntityValue({
  type,
  value,
  span,
  most = 300,
}: {
  /** As reports name it: ip, user_agent … */
  readonly type: string;
  readonly value: string;
  readonly span?: Span;
  readonly most?: number;
}) {
  const entity = entityOf(type, value);
  const text = <Text most={most}>{value}</Text>;
  if (entity === undefined) return text;
  return (
    <MenuButton
      label={`${kindWords[entity.kind]} ${visible(shortened(value, 80))}`}
      items={() => pivotItems(entity, span)}
    >
      {text}
    </MenuButton>
  );
}
