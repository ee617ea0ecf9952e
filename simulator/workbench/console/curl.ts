import { contentTypeOf } from "../../protocols/soap/index.ts";
import type { Sending } from "../../api/index.ts";
import type { WsiCredentials } from "../../stacks/wsi-types.ts";

/** The same request as a command line, with the password left out; `action` is its SOAPAction. */
export function curlText(
  endpoint: string,
  action: string,
  { soapVersion }: Sending,
  { scheme, username }: WsiCredentials,
  xml: string,
): string {
  const headers = [
    `-H ${quoted(`Content-Type: ${contentTypeOf(soapVersion, action)}`)}`,
    ...(soapVersion === "1.1" ? [`-H ${quoted(`SOAPAction: "${action}"`)}`] : []),
    // curl asks for the password that is not written here
    ...(scheme === "basic" ? [`-u ${quoted(username)}`] : []),
  ];
  const ending = heredocEnd(xml);
  return [`curl ${quoted(endpoint)}`, ...headers, `--data-binary @- <<'${ending}'`]
    .join(" \\\n  ")
    .concat(`\n${xml}${ending}\n`);
}

/** A text in single quotes, as a POSIX shell takes it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word that stands on no line of the text. */
function heredocEnd(text: string): string {
  const lines = new Set(text.split("\n"));
  let word = "ENVELOPE";
  while (lines.has(word)) word += "_";
  return word;
}
