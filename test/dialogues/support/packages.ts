import { writePackage } from "../../../simulator/roles/device/objects/package-format.ts";
import type { Random } from "../../../simulator/core/random.ts";
import type { FindPackage } from "../../../simulator/workbench/worlds/package-server.ts";
import { packageFinder } from "../../../simulator/workbench/worlds/packages.ts";
import { createNodeCrypto } from "../../support/node-crypto.ts";

const crypto = createNodeCrypto();

/** The files of the worlds' package server, and a newer version of the component `editor`. */
export function servedPackages(random: Random): FindPackage {
  const usual = packageFinder(random, crypto);
  return (name) => {
    if (name !== "editor-1.5.dp") return usual(name);
    const facts = {
      kind: "software",
      model: "*",
      name: "Editor",
      version: "1.5",
      components: [{ id: "editor", name: "Editor", version: "1.5" }],
      requires: [],
      parameters: [],
    } as const;
    const body = writePackage(facts, random.fork("editor-1.5").bytes(1024), crypto);
    return { contentType: "application/octet-stream", body };
  };
}
