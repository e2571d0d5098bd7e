import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onPath, packagedStores, storeOrigin } from "../../src/setup/binaries.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "helix-path-"));
  await writeFile(join(folder, "mongod"), "#!/bin/sh\n");
  await chmod(join(folder, "mongod"), 0o755);
  await writeFile(join(folder, "redis-server"), "not a program");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("where a store comes from", () => {
  it("is the URL that is given, whatever is on PATH", () => {
    expect(storeOrigin("mongod", { MONGODB_URI: "mongodb://db.example/helix", PATH: folder })).toEqual({
      url: "mongodb://db.example/helix",
    });
  });

  it("is PATH when no URL is given", () => {
    expect(storeOrigin("mongod", { PATH: `/nowhere:${folder}` })).toEqual({ binary: join(folder, "mongod") });
  });

  it.each([
    ["PATH has none", () => ({ PATH: "/nowhere" })],
    [
      "the packaged one is asked for",
      () => ({ PATH: folder, MONGODB_URI: "mongodb://db.example", HELIX_PACKAGED_STORES: "1" }),
    ],
  ])("is the packaged one, if it is installed, when %s", (_when, env) => {
    const origin = storeOrigin("mongod", env());

    if (origin) expect(origin).toEqual({ binary: expect.stringContaining(packagedStores) });
    else expect(onPath("mongod") ?? process.env.MONGODB_URI).toBeTruthy();
  });

  it("is not a file that cannot be executed", () => {
    expect(onPath("redis-server", { PATH: folder })).toBeNull();
  });
});
