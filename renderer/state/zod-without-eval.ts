import * as z from "zod";

// The page forbids `eval`; without this, every schema would try it once and the browser would report the attempt.
z.config({ jitless: true });
