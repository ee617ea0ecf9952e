import { useEffect, useState } from "react";

/**
 * A span of the host, counted on (or down) between two of its messages.
 *
 * @param told milliseconds that the host told
 * @param direction 1 = it grows, -1 = it shrinks, 0 = it stands
 * @param every how often it is drawn again, in milliseconds
 */
export function useCountedOn(told: number, direction: 1 | 0 | -1, every = 250): number {
  const [counted, setCounted] = useState({ told, value: told });
  useEffect(() => {
    if (direction === 0) return undefined;
    const began = performance.now();
    const timer = setInterval(() => {
      setCounted({ told, value: Math.max(0, told + direction * (performance.now() - began)) });
    }, every);
    return () => {
      clearInterval(timer);
    };
  }, [told, direction, every]);
  return counted.told === told && direction !== 0 ? counted.value : told;
}
