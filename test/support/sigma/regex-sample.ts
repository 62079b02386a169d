/** A text that a regular expression fits; for the plain expressions that rules have. */
export function regexSample(source: string, pick: (n: number) => number): string {
  let at = 0;
  const alternatives = (): string => {
    const all = [sequence()];
    while (source[at] === "|") {
      at += 1;
      all.push(sequence());
    }
    return all[pick(all.length)] as string;
  };
  const sequence = (): string => {
    let text = "";
    while (at < source.length && source[at] !== "|" && source[at] !== ")") {
      const from = at;
      const first = atom();
      const end = at;
      const [least] = quantifier();
      const behind = at;
      if (least === 0) continue;
      text += first;
      for (let n = 1; n < least; n += 1) {
        at = from;
        text += atom();
        at = end;
      }
      at = behind;
    }
    return text;
  };
  const quantifier = (): [number] => {
    const counted = /^\{(\d+)(?:,\d*)?\}/.exec(source.slice(at));
    let least = 1;
    if (counted !== null) {
      at += counted[0].length;
      least = Number(counted[1]);
    } else if (source[at] === "*" || source[at] === "?") {
      at += 1;
      least = 0;
    } else if (source[at] === "+") at += 1;
    if (source[at] === "?") at += 1;
    return [least];
  };
  const escapeOf = (character: string): string =>
    ({ s: " ", w: "w", d: "1", S: "q", W: " ", D: "q", b: "", B: "", n: "\n", t: "\t" })[character] ??
    character;
  const atom = (): string => {
    const character = source[at] as string;
    at += 1;
    if (character === "\\") {
      at += 1;
      return escapeOf(source[at - 1] as string);
    }
    if (character === "(") {
      const head = /^\?(?:[imsU-]*[:)]|P?<\w+>)/.exec(source.slice(at));
      if (head !== null) at += head[0].length;
      if (head?.[0].endsWith(")") === true) return "";
      const inner = alternatives();
      at += 1;
      return inner;
    }
    if (character === "[") return classSample();
    if (character === ".") return "q";
    return character === "^" || character === "$" ? "" : character;
  };
  const classSample = (): string => {
    const negated = source[at] === "^";
    if (negated) at += 1;
    const all: string[] = [];
    for (let first = true; source[at] !== "]" || first; first = false) {
      const character = source[at] as string;
      at += 1;
      if (character === "\\") {
        all.push(escapeOf(source[at] as string));
        at += 1;
      } else if (!(character === "-" && all.length > 0 && source[at] !== "]")) all.push(character);
      else at += 0;
    }
    at += 1;
    if (!negated) return all[pick(all.length)] as string;
    return ["q", "7", "!", "~"].find((one) => !all.includes(one)) ?? "\u00e9";
  };
  return alternatives();
}
