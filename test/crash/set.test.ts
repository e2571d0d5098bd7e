import { expect, it } from "vitest";
import { useHelix } from "../support/helix.ts";

const helix = useHelix();

it("nothing of a set outlives a killed worker", async () => {
  const { set } = helix;
  const worker = await set.startWorker();

  expect(await worker.kill()).toEqual({ code: null, signal: "SIGKILL" });
  await set.endProcesses();

  expect(await set.runners()).toEqual([]);
});
