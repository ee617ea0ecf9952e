/** True for a text without control characters, which octets that happen to be UTF-8 mostly have. */
export function isReadable(text: string | undefined): text is string {
  if (text === undefined) return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return false;
  }
  return true;
}
