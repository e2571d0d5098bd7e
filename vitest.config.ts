import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global.ts",
    maxWorkers: 2,
    // Each file loads what the one before it loaded: without this a fifth of the time goes into imports.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
