/** The items of a cursor in lists of at most `size`. */
export async function* batches<T>(items: AsyncIterable<unknown>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item as T);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
