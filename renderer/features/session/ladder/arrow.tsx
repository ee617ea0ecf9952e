import styles from "./arrow.module.css";

/** How an arrow is drawn. */
export interface ArrowLook {
  readonly direction: "request" | "response" | "push";
  readonly look: "plain" | "selected" | "held" | "stub" | "next";
  /** A change of state is marked where the arrow ends, so its tip stands off. */
  readonly notched: boolean;
}

/** Part of the way that a message covers before it is lost. */
const STUB = 0.6;

/**
 * An arrow between two lanes. Request: filled tip. Response: open tip. Push: dashed. Selected: double line.
 * Held: two bars, then dotted. Lost: a stub with lightning. Expected next: dotted.
 *
 * @param from lane in percent
 * @param to lane in percent
 * @param y height of the line, in pixels
 */
export function Arrow({
  from,
  to,
  y,
  look: { direction, look, notched },
}: {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly look: ArrowLook;
}) {
  if (from === to) return <SelfArrow at={from} y={y} />;
  const way = to > from ? 1 : -1;
  const off = notched ? 5 : 1;
  const end = look === "stub" ? from + (to - from) * STUB : to;
  const middle = (from + to) / 2;
  return (
    <>
      {look === "selected" && (
        <>
          <line className={line(direction)} x1={pc(from)} x2={pc(end)} y1={y - 1.5} y2={y - 1.5} />
          <line className={line(direction)} x1={pc(from)} x2={pc(end)} y1={y + 1.5} y2={y + 1.5} />
        </>
      )}
      {(look === "plain" || look === "stub") && (
        <line className={line(direction)} x1={pc(from)} x2={pc(end)} y1={y} y2={y} />
      )}
      {look === "next" && <line className={styles.next} x1={pc(from)} x2={pc(end)} y1={y} y2={y} />}
      {look === "held" && (
        <>
          <line className={styles.held} x1={pc(from)} x2={pc(middle)} y1={y} y2={y} />
          <line className={styles.heldRest} x1={pc(middle)} x2={pc(to)} y1={y} y2={y} />
          <svg x={pc(middle)} y={y} overflow="visible">
            <path className={styles.bars} d="M-3 -6v12M3 -6v12" />
          </svg>
        </>
      )}
      {look === "stub" ? (
        <svg x={pc(end)} y={y} overflow="visible">
          <path className={styles.bolt} d="M2 -9 -5 1H-0.5L-2 9 6 -2H1z" />
        </svg>
      ) : (
        <svg x={pc(to)} y={y} overflow="visible">
          <path className={tip(direction, look)} d={tipPath(direction, look, way, off)} />
        </svg>
      )}
    </>
  );
}

function SelfArrow({ at, y }: { readonly at: number; readonly y: number }) {
  return (
    <svg x={pc(at)} y={y} overflow="visible">
      <path className={styles.line} d="M2 -12h26v12H8" />
      <path className={styles.tip} d="M2 0l8 -4v8z" />
    </svg>
  );
}

function pc(x: number): string {
  return `${x}%`;
}

function line(direction: ArrowLook["direction"]): string | undefined {
  return direction === "push" ? styles.push : styles.line;
}

function tip(direction: ArrowLook["direction"], look: ArrowLook["look"]): string | undefined {
  if (look === "next") return styles.nextTip;
  if (look === "held") return styles.heldTip;
  return direction === "response" ? styles.openTip : styles.tip;
}

function tipPath(
  direction: ArrowLook["direction"],
  look: ArrowLook["look"],
  way: 1 | -1,
  off: number,
): string {
  const isOpen = direction === "response" || look === "next" || look === "held";
  return isOpen
    ? `M${-way * (off + 7)} -4L${-way * off} 0L${-way * (off + 7)} 4`
    : `M${-way * off} 0l${-way * 8} -4v8z`;
}
