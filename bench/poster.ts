import { Pool } from "undici";

/** A request to send again and again. */
export interface Posting {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Octets that an answer must hold to count. */
  readonly expect?: Uint8Array | undefined;
}

/**
 * Posts as fast as it goes: `count` units, `lanes` of them at a time; a unit is all postings of `unit`, one after the
 * other. Throws when an answer is not 200 or not what was expected.
 */
export function createPoster(
  origin: string,
  lanes: number,
): (count: number, unit: (index: number) => readonly Posting[]) => Promise<void> {
  const pool = new Pool(origin, { connections: lanes, pipelining: 1 });
  const post = ({ path, headers, body, expect }: Posting): Promise<void> =>
    new Promise((resolve, reject) => {
      let status = 0;
      const chunks: Buffer[] = [];
      pool.dispatch(
        { path, method: "POST", headers: { ...headers }, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, code) => {
            status = code;
          },
          onResponseData: (_controller, chunk) => {
            chunks.push(chunk);
          },
          onResponseEnd: () => {
            if (status !== 200)
              reject(new Error(`status ${status}: ${Buffer.concat(chunks).toString().slice(0, 500)}`));
            else if (expect && !Buffer.concat(chunks).includes(Buffer.from(expect)))
              reject(new Error(`not expected: ${Buffer.concat(chunks).toString().slice(0, 500)}`));
            else resolve();
          },
          onResponseError: (_controller, error) => {
            reject(error);
          },
        },
      );
    });
  return async (count, unit) => {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) for (const posting of unit(next++)) await post(posting);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
}
