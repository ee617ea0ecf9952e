/** True when a text is white space of XML only. */
export function isBlank(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (!isWhite(text.charCodeAt(index))) return false;
  return true;
}

/** The text without white space of XML at both ends. */
export function trimXml(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhite(text.charCodeAt(start))) start++;
  while (end > start && isWhite(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isWhite(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
