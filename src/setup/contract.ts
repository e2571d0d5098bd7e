import { writeFileSync } from "node:fs";
import { contractJson } from "../../models/contract.ts";

/** `npm run contract`: writes the runner's copy of the contract; a test fails when the committed copy differs. */
writeFileSync(new URL("../../jobs/dspy/helix_dspy/contract.json", import.meta.url), contractJson());
