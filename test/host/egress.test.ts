import { describe, expect, it } from "vitest";
import { createEgressGate, isPrivate, type EgressOptions } from "../../simulator/host/egress.ts";

const names: Readonly<Record<string, string>> = {
  "public.example": "93.184.216.34",
  "inside.example": "10.1.2.3",
  "metadata.example": "169.254.169.254",
  "six.example": "2606:2800:220:1::1",
};

function gate(change: Partial<EgressOptions> = {}): ReturnType<typeof createEgressGate> {
  return createEgressGate({
    allow: [],
    isLoopbackOnly: () => false,
    forbiddenPorts: () => [8481],
    resolve: (name) => {
      const address = names[name];
      return address === undefined ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve(address);
    },
    ...change,
  });
}

describe("egress gate", () => {
  it("gives the address to connect to, looked up once", async () => {
    const asked: string[] = [];
    const resolve = (name: string): Promise<string> => {
      asked.push(name);
      return Promise.resolve("93.184.216.34");
    };
    expect(await gate({ resolve }).decide("http://public.example/cb")).toEqual({
      kind: "allowed",
      address: "93.184.216.34",
    });
    expect(asked).toEqual(["public.example"]);
    expect(await gate().decide("https://six.example/")).toMatchObject({ kind: "allowed" });
  });

  it.each([
    "ftp://public.example/",
    "file:///etc/passwd",
    "http://user@public.example/",
    "http://user:pw@public.example/",
    "http://unknown.example/",
    "http://inside.example/",
    "http://metadata.example/",
    "http://127.0.0.1:8480/",
    "http://localhost.example:8481/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[fe80::1]/",
    "http://192.168.0.1/",
    "nonsense",
  ])("denies %s while a listener is open to others", async (url) => {
    expect(await gate().decide(url)).toMatchObject({ kind: "denied" });
  });

  it("lets private addresses through while all listeners are on loopback, but never the page's port", async () => {
    const loopbackOnly = gate({ isLoopbackOnly: () => true });
    expect(await loopbackOnly.decide("http://127.0.0.1:9000/cb")).toEqual({
      kind: "allowed",
      address: "127.0.0.1",
    });
    expect(await loopbackOnly.decide("http://127.0.0.1:8481/")).toMatchObject({ kind: "denied" });
    expect(await loopbackOnly.decide("http://[::1]:8481/")).toMatchObject({ kind: "denied" });
    expect(await loopbackOnly.decide("http://10.0.0.1:8481/")).toMatchObject({ kind: "allowed" });
  });

  it.each(["inside.example", "10.1.2.3", "inside.example:80", "10.1.2.3:80"])(
    "lets through what egress.allow lists as %s",
    async (form) => {
      expect(await gate({ allow: [form] }).decide("http://inside.example/")).toMatchObject({
        kind: "allowed",
      });
      expect(await gate({ allow: [form] }).decide("http://192.168.1.1/")).toMatchObject({ kind: "denied" });
    },
  );

  it("a name that changes its address is looked up once: the second answer is never used", async () => {
    const answers = ["93.184.216.34", "127.0.0.1"];
    const resolve = (): Promise<string> => Promise.resolve(answers.shift() ?? "127.0.0.1");
    const rebinding = gate({ resolve });
    expect(await rebinding.decide("http://rebind.example/")).toEqual({
      kind: "allowed",
      address: "93.184.216.34",
    });
    expect(await rebinding.decide("http://rebind.example/")).toMatchObject({ kind: "denied" });
  });

  it("does not let the page's port through even when it is listed", async () => {
    expect(await gate({ allow: ["127.0.0.1"] }).decide("http://127.0.0.1:8481/")).toMatchObject({
      kind: "denied",
    });
  });

  it("knows private addresses, wrapped ones too", () => {
    for (const address of [
      "172.31.255.255",
      "100.64.0.1",
      "::ffff:10.0.0.1",
      "64:ff9b::a00:1",
      "fd00::1",
      "ff02::1",
    ])
      expect(isPrivate(address), address).toBe(true);
    for (const address of ["172.32.0.1", "8.8.8.8", "2606:2800:220:1::1"])
      expect(isPrivate(address), address).toBe(false);
  });
});
