/** Groups of wordings that many rules share. */
export const macros: Record<string, string> = {
  run: `(run | rerun | re-run | optimize | optimise | compile | recompile | reoptimize | re-optimize | tune | retune | fine-tune | finetune |
    improve | train | retrain | try | try out | do | start | launch | kick off | fire off | fire up | spin up | trigger | execute | use | apply |
    throw | put | queue | queue up | set off | get going | have a go with | have a go at | perform | conduct | make | begin | initiate | set up | go for | go with | test out | give | attempt | schedule | begin | enqueue | crank up | crank | run off | get | arrange | order | set up | take | send | unleash | do me | begin with | start with | start off | start up | go ahead with)`,
  doing: `(running | optimizing | optimising | compiling | tuning | improving | training | trying | trying out | doing | starting | launching |
    kicking off | firing up | spinning up | recompiling | retraining | rerunning | re-running)`,
  job: `(run | compile | optimization | optimisation | experiment | search | pass | job | sweep | matrix | round | optimizer | attempt | try)`,
  about: `[(of | for | in | on | with | about | at | from | to) [the | our] [program] {program} [program | dataset | data | data set | prompt | prompts]]`,
  thing: `($deployed $about | [the | our] {program} [program | prompt | version] | {id} | $ref)`,
  eval: `(evaluate | evaluating | eval | re-evaluate | reevaluate | re-eval | re-evaluating | measure | measuring | score |
    scoring | rescore | re-score | benchmark | test | testing | retest | check | grade | grading | regrade | assess | assessing | rate | gauge | evaluation of | quantify | re-measure | remeasure | remark | reassess)`,
  with: "(with | using | via | by | through | use | thru)",
  show: `[show | shows | give | tell | send | post | list | open | pull up | bring up | display | print | see | get | fetch | view |
    share | paste | dump] [me | us] [about]`,
  seek: "(show | give | tell | list | pull up | bring up | display | print | see | get | fetch | view | share | check) [me | us] [about]",
  produced: `(produced | made | created | led to | gave us | gave | is behind | generated | found | came up with | built | trained |
    yielded | resulted in | brought us | brought | was behind)`,
  whatis: "(what is | what's | whats | what are | what was | what've)",
  ref: `(it | this | that | this one | that one | the run | this run | that run | my run | our run | the current run | the job |
    this job | that job | this one here | that run there | the one | this here | this thing | the thing | the whole thing | this experiment | the experiment)`,
  result: `(the (winner | result | best | best one | best candidate | new one | candidate | top one | outcome | new version | latest one |
    latest candidate | last one | newest one | newest candidate | latest | new candidate | best version | winning one | winning candidate))`,
  it: `[it | this | that | them | [the | its | this | that] (result | results | outcome | winner | best | best one | best candidate |
    candidate | output | new version | new program | whatever it finds | whatever comes out) | the (new | best) one |
    whatever (it finds | comes out | wins)]`,
  now: "[now | today | right now | at the moment | currently | these days | atm]",
  live: `[currently | now | right now | already | actually | running | sitting] (running in production | deployed | live | in production | serving | in use | out there | released |
    shipped | promoted | on production | in the field | in real use | being served | being used | what users see | in front of (users | customers) | in service | rolled out | serving traffic | serving users | in the wild | up | serving customers) $now`,
  wehave:
    "(we have | we've | we've got | we got | i have | you have | we currently have | we now have | is there | we run | we are running | we use | we're running | we're using)",
  prod: "(production | the production (version | release | one | program | model | candidate) | live)",
  version: `(version | release | candidate | model | program | one | thing | prompt | build)`,
  deployed: `([the | our | that] $version [which is | that is | that's | that | which | we | currently | now | we have | we've got | is] [is | have | run] [now | currently | right now | already] (in | on) (production | prod | service | use) | [the | our | that] $version (which | that) (is | runs) [now | currently | right now | already] $live | [the | our] $version $live | [the | our] (existing | present | current | live | active | running | old) [production] $version | (the | our) baseline in production | what we (serve | ship) [today | now] | what (users | customers) (see | get | have | use) $now | $whatis $live | whatever is $live | whatever's $live | the one that is $live | the one that's $live | the one $live | the $live (one | version |
    program | release | candidate | thing | model) | [the | our] current (version | release | deployment | one | deployed version | deployed one | production | program) | the deployed one |
    the deployed | deployed | (what | whatever) $wehave [$live] [on | in] [production] | (what | whatever) (is running | runs | runs today) [in production] $now | the incumbent | [our] production | $prod | the current one | current |
    (what | whatever) is in [production] [use] $now | what is out | the one we (have | run | use) [$live] $now | today's version)`,
  whole: `(it | this | that | the cost | costs | the costs | the run | spending | the spending | the budget | everything | the whole thing | the whole | the whole run | the whole matrix | all of it | all | total | the total | the price | the bill | them all | things | the total cost | the total spend | cost | spend | the whole lot | the lot)`,
  upto: `(at the most | no higher than | at a max of | capped at | limited to | not above | nothing over | nothing above | nothing beyond | nothing more than | never above | never exceeding | not exceeding | without exceeding | maximum of | for max | for at most | for under | up to max | not to exceed | for no more than | staying under | staying below | keeping under | keep under | stay under | stay below | keep below | keep it under | at most | up to | no more than | not more than | a maximum of | max | maximum | max of | under | below | less than | upto |
    at max | maximally | within | limit | not over | never more than | never over | not above)`,
  good: `(ok enough | great | alright | all right | sound | healthy | justified | justify it | favorable enough | compelling | sensible | clear | clearly better | good | okay | ok | fine | acceptable | favourable | favorable | right | worth it | good enough | better | reasonable |
    decent | solid | promising | positive | convincing | strong | nice | great | worthwhile)`,
  tradeoffs: `[the] (trade-offs | tradeoffs | trade offs | trade-off | tradeoff | numbers | results | result | stats | metrics | figures | comparison |
    outcome | scores | score)`,
  if: `(if | when | provided | provided that | as long as | in case | assuming | only if | but only if | should | once | whenever) [that] ($tradeoffs (are | is | look | looks | come out | comes out | make sense | makes sense | allow it | hold up | holds up | work out | works out | check out | checks out | add up | adds up | improve | improves | support it | supports it | support that | back it up | back it | justify it | justifies it | are in favour | agree | turn out | turns out | seem | seems | stack up | permit | permit it | permits it | speak for it | say so) [$good] |
    (it is | it's | that is | that's | they are | they're | the result is | the new one is | the winner is) [actually | really | clearly | significantly | any | indeed] (better | worth it | good enough |
    good | ok | okay | an improvement | a win | beneficial) [than ($deployed | before)] | (it | that | this | the new one | the result | the winner | one of them | any | any of them | something | the candidate | the new version | either) [actually | really | clearly] (helps | improves | wins | won | beat $deployed | outperforms $deployed | does better than $deployed | is better than $deployed | improves on $deployed | comes out (better | ahead | on top) | is an improvement | is a win | deserves it | succeeds | does well | is good | is good enough | scores (better | higher) | is (worth it | better | ahead) | pays off | beats $deployed | beats it | is worth it | makes sense | does better | looks good | looks better | works) |
    (there is | there's) an improvement | (it | that | this | the result | the new one | the winner) (be | prove | turn out) [to be] [actually | really | clearly] (an improvement | better | a win | worth it | $good | ahead) [than $deployed] | should (it | that | this | the result | the new one | the winner) (be | prove | turn out | come out) [to be] [actually | really | clearly] [an improvement | better | a win | worth it | good | $good | ahead] [than $deployed] | (it's | it is | that's | that is) [actually | really] worth (promoting | shipping | it | deploying | a promotion) | it (warrants | merits | earns) (it | promotion | a promotion) | the policy (allows | holds) [it] | better | good | worth it | so | yes | it's worth (it | promoting | shipping))`,
  hold: `(hold | holds) up`,
  approval: `[to (the approvers | approvers | the team | us | me)] [for (approval | promotion | review)]`,
  rec: `((prepare | make | write | draft | give [me | us] | post | create | put together | write up | draw up | draft up | file | bring | issue | get me | send | write me | write us | draft us | draft me | prepare me | prepare us | have | prepare then | put up | propose | do | get | raise | open) (a | the | your | me a | us a | it as a) [promotion] (recommendation | proposal | promotion card | promotion proposal | promotion) |
    (recommend | propose | suggest | nominate | put forward | put up | bring up | submit | propose then) [it | them | that | the result | the winner | a promotion | promotion | promoting it | the best | the best one | shipping it] $approval |
    (let | tell | ping | notify | inform | alert) (the approvers | approvers | the team | our approvers) [know] [(if | when | whether) (it's | it is | this is | that's | it was | the result is) [actually | really] (worth (promoting | shipping | it | deploying) | better | good | an improvement | a win)] | (get | seek | request) (approval | an approval | the approvers' approval | sign-off) | ask (the approvers | for approval | for a promotion | for promotion | approvers) | (put | send) it (up | out) (for | to) (approval | promotion | the approvers) |
    (tell | let) (me | us) [know] (if | whether) (it is | it's | we should | that's | this is) [worth] (promoting | shipping | deploying | promote it | ship it | deploy it | promote) [it])`,
  // Fancy ways to close a sentence.
  end: "[right now | now | at the moment | currently | today | so far | lately | recently | yet | this week | here | again | for me | to me | these days | already | actually | at this point | until now | in (the last | the past) week]",
};
