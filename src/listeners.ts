import type { App } from "@slack/bolt";
import { listenForAdditions } from "./add-to-dataset.ts";
import { listenForCommands, type Starting } from "./commands.ts";
import { listenForDecisions } from "./decisions.ts";
import { listenForEdits } from "./edits.ts";
import { listenForProposals } from "./hearing/do-it.ts";
import { listenForHome } from "./home.ts";
import { listenForMentions } from "./mentions.ts";
import { listenForProgramMenus } from "./program-menu.ts";
import { listenForRunForm } from "./run-form.ts";

/** Everything people do in Slack that Helix hears; `manifest.json` asks for the same. */
export function listenForPeople(app: App, starting: Starting): void {
  listenForCommands(app, starting);
  listenForMentions(app, starting);
  listenForProposals(app, starting);
  listenForEdits(app);
  listenForDecisions(app, starting.deps);
  listenForRunForm(app, starting);
  listenForAdditions(app, starting);
  listenForProgramMenus(app);
  listenForHome(app, starting.deps);
}
