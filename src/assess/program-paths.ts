/** Paths of programs as content/profiles/host-events.yaml folds them, so that what a person writes fits what is compared. */

/** In their order there: drive letters, names of Windows' own folders, homes and versions say nothing of which program it is. */
const folds: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/^(?:\/+[?.]\/+)?(?:c:|\/device\/harddiskvolume[0-9]+|%systemdrive%)\//, "/"],
  [/^\/?(?:systemroot|%systemroot%|%windir%)\//, "/windows/"],
  [/^\/windows\/(?:syswow64|sysnative)\//, "/windows/system32/"],
  [/^\/(?:program files [(]x86[)]|progra~[12])\//, "/program files/"],
  [/^\/users\/public\//, "/public/"],
  [/^\/(?:(?:users|home|documents and settings|var\/home|export\/home)\/[^/]+|root)\//, "/users/*/"],
  [/^\/(s?bin|lib)\//, "/usr/$1/"],
  [/\/v?[0-9]+(?:[.][0-9]+)+[^/]*\//g, "/#/"],
];

/** The path of a program, or a pattern of paths, folded. */
export function foldedProgram(path: string): string {
  return folds.reduce(
    (text, [pattern, by]) => text.replace(pattern, by),
    path.toLowerCase().replaceAll("\\", "/"),
  );
}
