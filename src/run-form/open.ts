import { message, section } from "../../blocks/kit.ts";
import { noticeModal } from "../../blocks/notice.ts";
import { type RunFormContext, runForm, runFormLoading } from "../../blocks/run-form.ts";
import { type Program, Programs } from "../../models/program.ts";
import { type Opening, openForm } from "../opening.ts";

/** Opens the form, about a program if one is named. */
export const openRunForm = (opening: Opening, context: RunFormContext, about?: string): Promise<void> =>
  openForm(opening, runFormLoading(context), () => formFor(opening.person.team, context, about));

/** The form about one program, the first unless it is named. */
export async function formFor(team: string, context: RunFormContext, about: string | undefined) {
  const programs = await Programs.find({ team, removed: null }).sort({ name: 1 }).lean<Program[]>();
  const program = programs.find(({ name }) => name === about) ?? programs[0];
  return program ? runForm(context, programs, program) : noProgram();
}

function noProgram() {
  const words =
    "No program is registered yet, so there is nothing to run. An operator adds one with npm run helix -- add.";
  return noticeModal(message(words, [section(words)]), "New run");
}
