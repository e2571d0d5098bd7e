import { optimizerWords, type Verb } from "../../models/intent/words.ts";

/** What is told of one command: how it is typed and said, what it does, and what to know. */
type Topic = { usage: string; does: string; examples: string[]; phrases: string[]; notes: string[] };

export const topics: Record<Verb, Topic> = {
  run: {
    usage: "run [program] --optimizer name [options]",
    does: "Lets an optimizer look for a better program, measures what it finds, and answers in one thread.",
    examples: [
      "/helix run ingredient-analyzer --optimizer gepa --model gemini-flash --compare deployed --recommend",
      "/helix run ingredient-analyzer --optimizer bootstrap-rs --budget 2.50 --set num_candidate_programs=8",
      "/helix run ingredient-analyzer --optimizer baseline,gepa --model gemini-flash,gemini-pro --effort low --compare deployed",
    ],
    phrases: [
      "Run ingredient-analyzer with GEPA on gemini-flash, compare it against what is deployed, and prepare a recommendation if the trade-offs are good.",
      "Run ingredient-analyzer with baseline and GEPA on gemini-flash and gemini-pro with low effort.",
    ],
    notes: [
      "Without anything more, /helix run opens a form that offers what there is to choose; so does the shortcut New run.",
      `--optimizer: ${[...Object.values(optimizerWords)].join(", ")}, or baseline, the program as its team wrote it.`,
      "--model: an alias from helix.yaml. --reflection: the model that proposes instructions. --strategy: a variant from helix.yaml.",
      "--effort low, medium or high and --temperature 0 to 2: how the model is asked.",
      "Lists make a matrix: --optimizer gepa,simba --model a,b is one run with four branches, 16 at most, under one budget.",
      "--compare deployed: sets the result against what is deployed. --recommend: also asks the approvers, if the policy holds.",
      "--budget: US dollars for the whole run, all models together. --set key=value: an argument of the optimizer; --set gepa.key=value of that one alone.",
    ],
  },
  eval: {
    usage: "eval [program] [options]",
    does: "Measures a release on a dataset version. What was measured before is not paid for again.",
    examples: [
      "/helix eval ingredient-analyzer",
      "/helix eval ingredient-analyzer --target c7f3 --split val --version v4",
    ],
    phrases: ["Evaluate what is deployed for ingredient-analyzer on the test split."],
    notes: [
      "--target: deployed, or a candidate or deployment such as c7f3 or d3. --model: an alias from helix.yaml.",
      "--split: test or val. --version: a dataset version, else the newest.",
    ],
  },
  compare: {
    usage: "compare [program] id [id]",
    does: "Sets two side by side on the same examples: what changed, and is the difference real? Only what was not measured yet is paid for.",
    examples: ["/helix compare c7", "/helix compare c7 d1", "/helix compare r5 e3"],
    phrases: ["Compare c7 with d1.", "How does c7 compare with what is deployed?"],
    notes: [
      "A candidate such as c7, a deployment d1, the result of a run r5, an evaluation e3, or deployed. Without a second one: what is deployed.",
    ],
  },
  runs: {
    usage: "runs [program] [options]",
    does: "Shows what was tried: by whom, when, with what result and verdict, and what it cost.",
    examples: ["/helix runs ingredient-analyzer", "/helix runs --optimizer gepa --by me --status done"],
    phrases: ["What was tried for ingredient-analyzer?", "Show my runs."],
    notes: [
      "--optimizer: runs with that one. --by: me, helix, or a person by mention.",
      "--status: queued, running, paused, done, failed or cancelled. --before r12: only older ones.",
    ],
  },
  programs: {
    usage: "programs",
    does: "Shows what is registered: revision, models, dataset version, what is deployed, and who is running it now.",
    examples: ["/helix programs"],
    phrases: ["Which programs are registered?"],
    notes: [],
  },
  datasets: {
    usage: "datasets [program] [v2 v4]",
    does: "Shows the versions of a dataset: why each was made, by whom, and how many examples it has; or what changed between two.",
    examples: ["/helix datasets ingredient-analyzer", "/helix datasets ingredient-analyzer v2 v4"],
    phrases: ["Show the datasets of ingredient-analyzer.", "What changed between v2 and v4 of ingredient-analyzer?"],
    notes: [],
  },
  status: {
    usage: "status [program]",
    does: "Shows what is deployed, how it is measured, and what is running; or how far one run came.",
    examples: ["/helix status", "/helix status ingredient-analyzer", "/helix status r12"],
    phrases: ["What is the status of ingredient-analyzer?"],
    notes: [],
  },
  why: {
    usage: "why run [words]",
    does: "Shows what got worse in a run's comparison: the examples, both outputs, what was expected, and how the prompts differ.",
    examples: ["/helix why r12", "/helix why r12 soy"],
    phrases: ["What got worse in r12?"],
    notes: ["Words leave only the examples that contain them. In a run's thread, its id may be left out."],
  },
  cancel: {
    usage: "cancel run",
    does: "Ends a run; what was measured so far is kept. For whoever asked for it, and for approvers.",
    examples: ["/helix cancel r12"],
    phrases: ["Cancel r12."],
    notes: [],
  },
  pause: {
    usage: "pause run",
    does: "Stops a run for a while; what was paid for is kept, and nothing is spent until it is resumed.",
    examples: ["/helix pause r12"],
    phrases: ["Pause r12."],
    notes: [],
  },
  resume: {
    usage: "resume run",
    does: "Goes on with a paused run where it stopped.",
    examples: ["/helix resume r12"],
    phrases: ["Resume r12."],
    notes: [],
  },
  review: {
    usage: "review [program]",
    does: "Posts the drafted labels that wait for a person, one card each: approve, edit or reject.",
    examples: ["/helix review ingredient-analyzer"],
    phrases: ["Is there anything to review for ingredient-analyzer?"],
    notes: [],
  },
  traces: {
    usage: "traces [program]",
    does: "Shows the latest production traces as Helix read them: how many, repetitions, what was labelled, left out, and why.",
    examples: ["/helix traces ingredient-analyzer"],
    phrases: ["Show the traces of ingredient-analyzer."],
    notes: ["Traces are read by /helix digest and /helix review; this command shows what was read, and reads none."],
  },
  promote: {
    usage: "promote [program] id",
    does: "Asks the approvers to promote something that was measured, if the policy holds; what is not measured against today's deployment yet is, first.",
    examples: ["/helix promote c7", "/helix promote r12", "/helix promote d3 --program ingredient-analyzer"],
    phrases: ["Promote c7."],
    notes: [
      "A candidate such as c7, an earlier deployment d1, the result of a run r5, or an evaluation e3.",
      "Nothing ships by this command: it opens the promotion card, and people decide there. If the policy's sentence does not hold, one line says which part failed, and nobody is asked.",
    ],
  },
  rollback: {
    usage: "rollback [program] [id]",
    does: "Shows what going back to an earlier deployment would change, with a button for the approvers of promotions.",
    examples: ["/helix rollback ingredient-analyzer", "/helix rollback ingredient-analyzer d3"],
    phrases: ["Roll back ingredient-analyzer to d3."],
    notes: [
      "Without an id: the deployment before the one that is live. Nothing moves before somebody presses the button.",
    ],
  },
  audit: {
    usage: "audit [program] [id]",
    does: "Shows the state of the audit chain, and the last decisions, imports and pointer moves, of all or about one thing.",
    examples: ["/helix audit", "/helix audit ingredient-analyzer", "/helix audit g4"],
    phrases: ["Show the audit of ingredient-analyzer."],
    notes: ["An id such as g4, r12, d3 or v2. An operator checks the whole chain with npm run audit -- verify."],
  },
  lineage: {
    usage: "lineage [program] [id]",
    does: "Tells where a deployment or a candidate comes from: who approved it, on what evidence, from which run and dataset.",
    examples: ["/helix lineage ingredient-analyzer", "/helix lineage ingredient-analyzer d3", "/helix lineage c7"],
    phrases: ["Which experiment produced what is deployed for ingredient-analyzer?"],
    notes: [],
  },
  digest: {
    usage: "digest [program]",
    does: "Posts today's digest now: new traces, new drafts, gates that wait, how old the measurement is.",
    examples: ["/helix digest", "/helix digest ingredient-analyzer"],
    phrases: ["Show me today's digest for ingredient-analyzer."],
    notes: [],
  },
  help: {
    usage: "help [command]",
    does: "Explains the commands.",
    examples: ["/helix help run"],
    phrases: ["How do I run a program?"],
    notes: [],
  },
};
