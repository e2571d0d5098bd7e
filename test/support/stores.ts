/** Address of the MongoDB that this test run started; name your own database on it. */
export function testMongoUrl(): string {
  return given("HELIX_TEST_MONGO");
}

/** Address of the Redis that this test run started; use your own queue names or key prefix on it. */
export function testRedisUrl(): string {
  return given("HELIX_TEST_REDIS");
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests through vitest, whose global set-up starts the stores`);
  return value;
}
