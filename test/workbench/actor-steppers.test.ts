import { expect, it } from "vitest";
import { tunnelMachine } from "../../simulator/roles/external-system/index.ts";
import { actorSteppers, poolSteppers } from "../../simulator/workbench/actor-steppers.ts";

it("stops every stepper of a world that has not been stopped, and forgets the others", () => {
  const pool = poolSteppers(actorSteppers);
  const one = pool.steppers(tunnelMachine);
  const two = pool.steppers(tunnelMachine);
  expect(one.send("session.acknowledged")?.state).toBe("awaitingSession");
  one.stop();
  expect(pool.live).toBe(1);
  pool.stopAll();
  expect(two.send("session.acknowledged")).toBeUndefined();
});
