const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A moment as `today 14:02`, `yesterday 09:10` or `21 Nov`. Input in milliseconds since 1970. */
export function formatWhen(wall: number, now: number): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (wall >= midnight) return `today ${time.format(wall)}`;
  if (wall >= midnight - 86_400_000) return `yesterday ${time.format(wall)}`;
  return day.format(wall);
}
