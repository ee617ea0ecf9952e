import { utf8 } from "../../core/bytes.ts";
import { SWITCH_PAGE } from "./tokens.ts";

const encoder = new TextEncoder();
/** Up to this length a text is looked at character by character: a call of the platform costs more than it does. */
const SHORT = 64;

/** Octets as they are written: one growing buffer, the code page in force and the string table. */
export class WbxmlOutput {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #page = 0;
  #redundant = false;
  readonly #table: Uint8Array[] = [];
  readonly #tableIndexes = new Map<string, number>();
  #tableLength = 0;

  /** Begins a document. `redundant` switches the page before every tag. */
  begin(redundant: boolean): void {
    this.#length = this.#page = this.#tableLength = this.#table.length = 0;
    this.#redundant = redundant;
    this.#tableIndexes.clear();
  }

  /** A tag octet, with a page switch before it where one is needed. */
  tag(page: number, octet: number): void {
    if (page !== this.#page || this.#redundant) {
      this.byte(SWITCH_PAGE);
      this.byte(page);
      this.#page = page;
    }
    this.byte(octet);
  }

  byte(value: number): void {
    if (this.#length >= this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** A multi-byte number. */
  number(value: number): void {
    if (value >= 0x80) this.#leading(Math.floor(value / 0x80));
    this.byte(value % 0x80);
  }

  octets(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** UTF-8 octets of a text. */
  text(text: string): void {
    const { length } = text;
    if (this.#length + length * 3 > this.#bytes.length) this.#grow(length * 3);
    const bytes = this.#bytes;
    const start = this.#length;
    if (length <= SHORT) {
      let index = 0;
      for (; index < length; index++) {
        const code = text.charCodeAt(index);
        if (code > 0x7f) break;
        bytes[start + index] = code;
      }
      if (index === length) {
        this.#length += length;
        return;
      }
    }
    this.#length += encoder.encodeInto(text, bytes.subarray(start)).written;
  }

  /** Index of a text in the string table, where it is put when it is not there. */
  tableIndex(text: string): number {
    const known = this.#tableIndexes.get(text);
    if (known !== undefined) return known;
    const index = this.#tableLength;
    const bytes = utf8(`${text}\0`);
    this.#table.push(bytes);
    this.#tableLength += bytes.length;
    this.#tableIndexes.set(text, index);
    return index;
  }

  /** What was written, as a copy. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** The pieces of the string table with their length together. */
  table(): { readonly length: number; readonly pieces: readonly Uint8Array[] } {
    return { length: this.#tableLength, pieces: this.#table };
  }

  #leading(value: number): void {
    if (value >= 0x80) this.#leading(Math.floor(value / 0x80));
    this.byte(0x80 | (value % 0x80));
  }

  #grow(more: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
