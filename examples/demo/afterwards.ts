import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { launcher, projectRoot } from "../../src/setup/binaries.ts";
import { runToEnd } from "./processes.ts";
import { channel, type Stage } from "./stage.ts";

export async function production(stage: Stage): Promise<void> {
  const golden = JSON.parse(
    await readFile(join(stage.set.deployDirectory, "ingredient-analyzer/current/golden.json"), "utf8"),
  );
  const [{ inputs, calls }] = golden;
  const python = join(projectRoot, ".venv/bin/python");
  const args = ["-m", "helix_loader", "run", "--directory", stage.set.deployDirectory, "--name", "ingredient-analyzer"];
  stage.teller.does('a fresh process: helix_loader.deployed("ingredient-analyzer", directory=…) answers one input');
  const env = { ...stage.set.env, PYTHONPATH: join(projectRoot, "jobs/dspy") };
  const ran = await runToEnd(
    python,
    [...args, "--root", stage.set.programRoot, "--input", JSON.stringify(inputs)],
    env,
    stage.set.logFile,
  );
  const answered = JSON.parse(ran.out.trim());
  stage.teller.shows(
    `input       ${JSON.stringify(inputs)}\nprediction  ${JSON.stringify(answered.prediction)}\nartifact    ${answered.digest}\nprompt      ${answered.prompts?.[0]}`,
  );
  const { digest } = await stage.lock();
  const [prompt] = answered.prompts ?? [];
  if (ran.code !== 0 || answered.digest !== digest) throw new Error(`the loader answered ${ran.out.slice(0, 300)}`);
  if (prompt !== calls[0].prompt) throw new Error(`it sent ${prompt}, and ${calls[0].prompt} was evaluated`);
  // Only the simulated model says what it was sent.
  const sent = stage.set.isReal ? null : await stage.requests(prompt);
  if (sent !== null && sent < 2) throw new Error(`the language model saw this prompt ${sent} time(s)`);
  stage.teller.holds("it names the digest, and the model was sent byte for byte the prompt that was evaluated");
}

export async function lineage(stage: Stage): Promise<void> {
  stage.does(stage.ben, "/helix lineage");
  const answer = await (await stage.ben.command(channel, "/helix lineage")).ephemeral();
  stage.show(answer);
  for (const link of [
    /d1 deployed/,
    /gate g\d+ approved by/,
    stage.set.isReal ? /comparison x\d+: \w+/ : /comparison x\d+: better/,
    /evaluation e\d+/,
    /candidate c\d+/,
    /run r\d+, asked for by/,
    /dataset v2/,
    /2 labels reviewed/,
  ])
    stage.holds(
      link,
      answer,
      `it names ${String(link)
        .slice(1, -1)
        .replaceAll(/\\[dw]\+/g, "…")}`,
    );
}

export async function audit(stage: Stage): Promise<void> {
  stage.teller.does("npm run audit -- verify");
  const ran = await runToEnd(
    process.execPath,
    [launcher, "src/audit.ts", "verify"],
    { ...stage.set.env, HELIX_ANCHOR: join(stage.set.env.HELIX_HOME ?? "", "audit.anchor") },
    stage.set.logFile,
  );
  stage.teller.shows(ran.out.trim());
  if (ran.code !== 0) throw new Error("the chain does not hold");
  stage.teller.holds("every decision, import, refusal and pointer move is in the chain");
}
