export {
  badManners,
  goodManners,
  mannerNames,
  mannersOf,
  type ChosenManners,
  type DeviceManners,
} from "./manners.ts";
export { spellSessionId, spoilMessage } from "./spoil-message.ts";
export { spoilOctets } from "./spoil-octets.ts";
export { answerCode, chunkManner, closesOn, dropsMessage, unsupportedChunk } from "./answers.ts";
export { nonceFor } from "./nonce.ts";
export { acceptOf, contentTypeOf } from "./media.ts";
export { mannerTexts } from "./texts.ts";
export { writeWithManners } from "./write.ts";
