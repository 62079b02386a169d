/** Forms of acts. Each makes the acts; what is done with them is the dialog's. */
import { Close, Escalate, Override, Reopen } from "./decision-forms.tsx";
import type { FormProps } from "./fields.tsx";
import type { Kind } from "./kinds.ts";
import { Assign, SetState, Tags, WriteNote } from "./work-forms.tsx";

export function ActForm({ kind, ...props }: FormProps & { readonly kind: Kind }) {
  switch (kind) {
    case "escalate":
      return <Escalate {...props} />;
    case "close":
      return <Close {...props} />;
    case "note":
      return <WriteNote {...props} />;
    case "tag":
      return <Tags {...props} />;
    case "assign":
      return <Assign {...props} />;
    case "state":
      return <SetState {...props} />;
    case "override":
      return <Override {...props} />;
    case "reopen":
      return <Reopen {...props} />;
  }
}
