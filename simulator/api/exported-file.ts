import * as z from "zod";

/** A file that the page saves. */
export const ExportedFile = z.object({
  fileName: z.string(),
  contentType: z.string(),
  text: z.string(),
  /** Secrets that are covered. */
  masked: z.number().int(),
});
