/** A pattern made ready: texts between wildcards. */
type Part = string | typeof ANY | typeof ONE;
const ANY = Symbol("any run of characters");
const ONE = Symbol("any character");

/** Tells whether a text fits. */
export type Matcher = (text: string) => boolean;

/** Matcher of a pattern of version 3: `%` stands for any run of characters, `_` for one, `\` takes the next as it is. */
export function wildcardMatcher(pattern: string): Matcher {
  return matcherOf(partsOf(pattern, true));
}

/** Matcher of a name of version 2: the beginning of the text, `%` stands for any run of characters. */
export function prefixMatcher(pattern: string): Matcher {
  return pattern.includes("%")
    ? matcherOf([...partsOf(pattern, false), ANY])
    : (text) => text.startsWith(pattern);
}

function partsOf(pattern: string, version3: boolean): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "%") {
      if (parts.at(-1) !== ANY) parts.push(ANY);
    } else if (version3 && character === "_") parts.push(ONE);
    else if (version3 && character === "\\" && at + 1 < pattern.length) parts.push(pattern.charAt(++at));
    else parts.push(character);
  }
  return parts;
}

/** Goes back to the latest run of any characters only, so that no pattern takes more than length times length. */
function matcherOf(parts: readonly Part[]): Matcher {
  return (text) => {
    let part = 0;
    let at = 0;
    let retryPart = -1;
    let retryAt = 0;
    while (at < text.length) {
      const wanted = parts[part];
      if (wanted === ANY) {
        retryPart = ++part;
        retryAt = at;
      } else if (wanted === ONE || (wanted !== undefined && wanted === text.charAt(at))) {
        part++;
        at++;
      } else if (retryPart >= 0) {
        part = retryPart;
        at = ++retryAt;
      } else return false;
    }
    while (parts[part] === ANY) part++;
    return part === parts.length;
  };
}
