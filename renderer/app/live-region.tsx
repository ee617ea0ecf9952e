import { announcement } from "../state/announcer.ts";
import { useStore } from "../state/store.ts";

/** The one polite live region of the page. */
export function LiveRegion() {
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {useStore(announcement)}
    </div>
  );
}
