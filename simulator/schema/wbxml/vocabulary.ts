/** Names of the tags of one code page. */
export interface CodePage {
  readonly number: number;
  /** XML namespace of its elements. */
  readonly namespace: string;
  /** Element names by tag token, without the attribute and content bits. */
  readonly tags: Readonly<Record<number, string>>;
}

/** A document type: its formal public identifier and, where one is registered, its number. */
export interface PublicId {
  readonly text: string;
  readonly number?: number | undefined;
  /** Plain words: "SyncML 1.2". */
  readonly label?: string | undefined;
}

/** What a family of WBXML documents agrees on beside the declarations of its elements. */
export interface WbxmlVocabulary {
  readonly codePages: readonly CodePage[];
  /** The document types of the family; a writer uses the first unless told otherwise. */
  readonly publicIds: readonly [PublicId, ...PublicId[]];
}

/** A tag as one number: code page and token. */
export function tagKey(page: number, tag: number): number {
  return page * 64 + tag;
}

/** Names of all tags by their key. */
export function tagNames({ codePages }: WbxmlVocabulary): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const { number, tags } of codePages)
    for (const [tag, name] of Object.entries(tags)) names.set(tagKey(number, Number(tag)), name);
  return names;
}
