import type { App } from "@slack/bolt";
import { addProgram } from "../blocks/add-form.ts";
import { programsFound } from "../blocks/program-menu.ts";
import { runFields } from "../blocks/run-form.ts";
import { Programs } from "../models/program.ts";
import { personOf } from "./person.ts";

/** The search for a program in the forms of a team that has more than a menu holds. */
export function listenForProgramMenus(app: App): void {
  for (const id of [runFields.program, addProgram])
    app.options<"block_suggestion">({ type: "block_suggestion", action_id: id }, async ({ ack, body, payload }) => {
      const { team } = personOf(body);
      const programs = await Programs.find({ team, removed: null }, { name: 1 }).sort({ name: 1 }).lean();
      await ack({
        options: programsFound(
          programs.map(({ name }) => name),
          payload.value,
        ),
      });
    });
}
