import type { MeasuredRow } from "../../models/evaluation/rows.ts";
import type { EvaluationSummary } from "../../models/evaluation.ts";
import { meanInterval, quantile } from "../../models/statistics.ts";
import { meanOrNull } from "../../models/verdict/pairs.ts";

/** Did the model answer? How long a failing provider keeps people waiting says nothing about a release. */
export const isAnswered = ({ status }: Pick<MeasuredRow, "status">): boolean => status !== "provider_error";

/** A sum that is unknown once a part of it is. */
class KnownSum {
  private sum = 0;
  private count = 0;
  private isKnown = true;

  add(value: number | null | undefined): void {
    this.isKnown = this.isKnown && value !== null && value !== undefined;
    this.sum += value ?? 0;
    this.count += 1;
  }

  total = (): number | null => (this.isKnown ? this.sum : null);
  mean = (): number | null => (this.isKnown && this.count > 0 ? this.sum / this.count : null);
}

/** Takes an evaluation's rows one at a time; what it keeps are numbers. */
export class Sum {
  private n = 0;
  private missing = 0;
  private fresh = 0;
  private known = 0;
  private freshLmCalls = 0;
  private readonly byStatus: EvaluationSummary["byStatus"] = {};
  private readonly scores = new Map<string, (number | null)[]>();
  private readonly latencies: number[] = [];
  private readonly concurrencies = new Set<number>();
  private readonly costs = new KnownSum();
  private readonly freshCosts = new KnownSum();
  private tokens = 0;
  private withTokens = 0;
  private readonly judged = new KnownSum();

  add(row: MeasuredRow): void {
    if (row.status === "pending") throw new Error(`row ${row._id} has no result`);
    this.n += 1;
    this.missing += row.score === null ? 1 : 0;
    this.byStatus[row.status] = (this.byStatus[row.status] ?? 0) + 1;
    this.scores.set(row.key, [...(this.scores.get(row.key) ?? []), row.score]);
    if (row.scoring?.calls) this.judged.add(row.scoring.usd);
    if (row.measured) this.concurrencies.add(row.measured.concurrency);
    if (row.fresh) {
      this.freshLmCalls += row.measured?.lmCalls ?? 0;
      this.freshCosts.add(row.measured?.usd);
    }
    if (isAnswered(row)) this.addAnswer(row);
  }

  private addAnswer({ fresh, measured }: MeasuredRow): void {
    if (fresh) this.fresh += 1;
    else this.known += 1;
    this.costs.add(measured?.usd);
    if (!measured) return;
    if (measured.latencyMs !== null) this.latencies.push(measured.latencyMs);
    this.tokens += measured.promptTokens + measured.completionTokens;
    this.withTokens += 1;
  }

  summary(): EvaluationSummary {
    // Repetitions of an example are averaged, as they tell nothing about other examples.
    const scores = [...this.scores.values()].flatMap((each) => meanOrNull(each) ?? []);
    const interval = scores.length > 0 ? meanInterval(scores) : null;
    // Latency is unknown where it was measured at different numbers of rows in flight.
    const latencies = this.concurrencies.size === 1 ? this.latencies : [];
    return {
      n: this.n,
      missing: this.missing,
      mean: interval?.mean ?? null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      p50: latencies.length > 0 ? quantile(latencies, 0.5) : null,
      p95: latencies.length > 0 ? quantile(latencies, 0.95) : null,
      usdPerCall: this.costs.mean(),
      tokensPerCall: this.withTokens > 0 ? this.tokens / this.withTokens : null,
      judgeUsdPerRow: this.judged.mean(),
      byStatus: this.byStatus,
      freshPredictions: this.fresh,
      knownPredictions: this.known,
      freshLmCalls: this.freshLmCalls,
      usd: this.freshCosts.total(),
    };
  }
}
