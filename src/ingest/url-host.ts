/**
 * The host that the target of a request names, as SQL. What a forward proxy logs is an absolute URL, the
 * `host:port` of a CONNECT (RFC 9112, 3.2), or a host with a path and no scheme; by the host, requests
 * of different proxies are told alike.
 */
import { literal } from "../engine/sql.ts";

/**
 * Scheme, user and port around a host. `error:invalid-request` names none, a path names none. An IPv6
 * address keeps its brackets, as the `url.domain` of ECS does
 * (https://www.elastic.co/docs/reference/ecs/ecs-url, 2026-11-24); a dot at the end is left out.
 */
const hostPattern =
  "^(?:[a-z][a-z0-9+._-]*://)?(?:[^/?#]*@)?(\\[[0-9a-f:.]+\\]|[^/?#@:\\[\\]\\\\\\s*]+?)\\.?(?::[0-9]*)?(?:[/?#]|$)";

/** SQL of the host in a URL, an authority or a schemeless URL, in lower case; '' where there is none. */
export function urlHostSql(text: string): string {
  // Squid writes the brackets of an IPv6 address as percent codes for %>ru.
  const lower = `lower(${text})`;
  const bracketed = `if(position(${lower}, '%5b') = 0, ${lower}, replaceOne(replaceOne(${lower}, '%5b', '['), '%5d', ']'))`;
  return `if(${text} = '-', '', extract(${bracketed}, ${literal(hostPattern)}))`;
}
