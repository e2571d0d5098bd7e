import { expect, it } from "vitest";
import { aBot, aClient, aWorkspace, channel } from "./support.ts";

it("runs the app's step of a workflow with a token of its own, once, to its outputs or its failure", async () => {
  const slack = await aWorkspace({ events: ["function_executed"] });
  await aBot(slack, (app) => {
    app.function("measure", async ({ client, inputs, complete, fail }) => {
      if (inputs.program === "none") await fail({ error: "there is no program none" });
      else {
        await client.chat.postMessage({ channel, text: `measuring ${inputs.program}` });
        await complete({ outputs: { score: "0.71" } });
      }
    });
  });

  const good = await slack.runStep("measure", { program: "analyzer" });
  const bad = await slack.runStep("measure", { program: "none" });

  const ended = await slack.waitFor(async () => {
    const steps = await slack.steps();
    return steps.every(({ status }) => status !== "running") && steps;
  });
  expect(ended).toMatchObject([
    { id: good.id, status: "completed", outputs: { score: "0.71" } },
    { id: bad.id, status: "failed", error: "there is no program none" },
  ]);
  await slack.waitFor("measuring analyzer");
  const [own, other] = [aClient(slack, { token: good.token }), aClient(slack)];
  const refused = (call: Promise<unknown>) => expect(call).rejects;
  await refused(own.chat.postMessage({ channel, text: "later" })).toMatchObject({ data: { error: "invalid_auth" } });
  const again = { function_execution_id: good.id, error: "no" };
  await refused(other.functions.completeError(again)).toMatchObject({
    data: { error: "execution_not_in_running_state" },
  });
  await refused(other.functions.completeError({ ...again, function_execution_id: "Fx0" })).toMatchObject({
    data: { error: "function_execution_not_found" },
  });
});
