/** Global tokens of WBXML, the same on all code pages (WBXML 1.3, 7.1). */
export const SWITCH_PAGE = 0x00;
export const END = 0x01;
export const ENTITY = 0x02;
export const STR_I = 0x03;
export const LITERAL = 0x04;
export const EXT_I_0 = 0x40;
export const PI = 0x43;
export const EXT_T_0 = 0x80;
export const STR_T = 0x83;
export const EXT_0 = 0xc0;
export const OPAQUE = 0xc3;

/** Bits of a tag octet beside the six of the tag itself. */
export const WITH_ATTRIBUTES = 0x80;
export const WITH_CONTENT = 0x40;
export const TAG_BITS = 0x3f;

/** MIBenum numbers of the character sets that are read. */
export const US_ASCII = 3;
export const ISO_8859_1 = 4;
export const UTF_8 = 106;
