/**
 * Starts jobs in their order, a few at a time, and waits for all of them.
 *
 * @template Job, Result
 * @param {readonly Job[]} jobs
 * @param {number} lanes how many at a time
 * @param {(job: Job) => Promise<Result>} work
 * @returns {Promise<Result[]>} in the order of the jobs
 */
export async function inLanes(jobs, lanes, work) {
  /** @type {Result[]} */
  const results = [];
  const waiting = [...jobs.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, job] = next;
      results[at] = await work(job);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
