/** Texts in PowerShell scripts. */

/** A literal string. Only texts of plain signs are given: PowerShell takes several curly quotes for a quote as well. */
export function powerShellString(text: string): string {
  if (!/^[A-Za-z0-9 !"#$%&()*+,./:;<=>?@[\\\]^_{|}~-]*$/.test(text))
    throw new RangeError("a text that is not plain in a PowerShell string");
  return `'${text}'`;
}

/** A time, whatever the zone of who runs it. */
export const powerShellTime = (ms: number): string =>
  `(Get-Date '${new Date(ms).toISOString()}').ToUniversalTime()`;
