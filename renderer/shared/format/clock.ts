/** Run time as `06.220`, with minutes `02:06.220` from one minute on. Input in milliseconds. */
export function formatClock(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = (Math.floor(ms) % 60_000) / 1000;
  const rest = seconds.toFixed(3).padStart(6, "0");
  return minutes === 0 ? rest : `${String(minutes).padStart(2, "0")}:${rest}`;
}

/** Run time as the transport bar shows it: always with minutes, `00:06.220`. */
export function formatTransportClock(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes === 0 ? `00:${formatClock(ms)}` : formatClock(ms);
}

/** A duration in words: `340 ms`, `4.0 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
