/** Views of one case, each with an address of its own. */
import { caseAddress, Link, useRouter } from "../router.tsx";

const views = [
  { below: "", title: "Playbook" },
  { below: "/timeline", title: "Timeline" },
] as const;

export function Views({ id }: { readonly id: string }) {
  const { path } = useRouter();
  return (
    <nav className="views" aria-label="Views of the case">
      {views.map(({ below, title }) => {
        const to = `${caseAddress(id)}${below}`;
        return (
          <Link
            key={title}
            to={to}
            className="nav"
            {...(path === to ? { "aria-current": "page" as const } : {})}
          >
            {title}
          </Link>
        );
      })}
    </nav>
  );
}
