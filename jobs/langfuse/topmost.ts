/** What is needed to know a row's place in its trace. */
export type PlacedRow = {
  id: string;
  traceId: string;
  name: string;
  parentObservationId: string | null;
  isRootObservation: boolean;
  scope: string | null;
};
/** `inside`: below another call of a program. `unknown`: an ancestor is not among the rows. */
type Place = "topmost" | "inside" | "unknown";

const instrumentor = "openinference.instrumentation.dspy";

/** Whether a row is the call of a DSPy module: those rows hold the program's inputs and outputs, whatever the root is. */
export function isForward({ name, scope }: PlacedRow): boolean {
  return scope === instrumentor && /\.a?forward$/.test(name);
}

/**
 * Where each module call of one trace stands, by row id. The root is often the user's own function, and a root may name a parent of another
 * service: `isRootObservation` decides.
 */
export function placesOf(rows: PlacedRow[]): Map<string, Place> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(rows.filter(isForward).map((row) => [row.id, placeOf(row, byId)]));
}

function placeOf(row: PlacedRow, byId: Map<string, PlacedRow>): Place {
  const seen = new Set([row.id]);
  let at = row;
  while (!at.isRootObservation && at.parentObservationId) {
    const parent = byId.get(at.parentObservationId);
    if (!parent || seen.has(parent.id)) return "unknown";
    if (isForward(parent)) return "inside";
    seen.add(parent.id);
    at = parent;
  }
  return "topmost";
}
