import { describe, expect, it } from "vitest";
import { matchListener } from "../../simulator/wire/listeners.ts";
import type { Listener } from "../../simulator/wire/wire.ts";

const listener = (path: string): Listener => ({
  party: { role: "dm-server", name: "dms" },
  channel: "wsi",
  path,
  receive: () => undefined,
});

describe("matchListener", () => {
  const all = [listener("/wsi"), listener("/wsi/callback"), listener("/dm")];

  it.each([
    ["/wsi", "/wsi"],
    ["/wsi?wsdl=soap11", "/wsi"],
    ["/wsi/callback", "/wsi/callback"],
    ["/wsi/callback/x", "/wsi/callback"],
    ["/dm/s/token", "/dm"],
  ])("%s is for %s", (target, path) => {
    expect(matchListener(all, target)?.path).toBe(path);
  });

  it("takes whole segments only", () => {
    expect(matchListener(all, "/wsix")).toBeUndefined();
    expect(matchListener(all, "/")).toBeUndefined();
  });
});
