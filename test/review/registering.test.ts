import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Runs } from "../../models/run.ts";
import { team, useHelix } from "../support/helix.ts";

const helix = useHelix({ register: false });

it("a program that gets its data only when it is added again has its first evaluation then, and once", async () => {
  const root = await helix.set.copyProgram();
  const file = join(root, "helix.yaml");
  const whole = await readFile(file, "utf8");
  const add = () => helix.set.register(root);

  await writeFile(file, whole.replace(/^data:.*$/m, ""));
  const without = await add();
  await writeFile(file, whole);
  const withData = await add();
  const again = await add();

  expect([without.run, withData.run?.key, again.run]).toEqual([null, "first-evaluation-ticket-urgency", null]);
  expect(await Runs.countDocuments({ team })).toBe(1);
});
