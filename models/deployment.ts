import { model, Schema } from "mongoose";

/** A numbered pointer move for a program. Number 0 is what the team had when it registered ("unproven lineage"). */
export interface Deployment {
  _id: string;
  team: string;
  program: string;
  number: number;
  release: string;
  previous: number | null;
  status: "moving" | "live" | "replaced" | "failed";
  artifactDigest: string | null;
  artifactPath: string | null;
  gate: string | null;
  gateRevision: number | null;
  run: string | null;
  by: string;
  lineage: "unproven" | "approved";
  /** The earlier deployment this one went back to; null for something new. */
  rollbackOf?: number | null;
  at: Date;
}

const deploymentSchema = new Schema<Deployment>(
  {
    _id: String,
    team: String,
    program: String,
    number: Number,
    release: String,
    previous: { type: Number, default: null },
    status: String,
    artifactDigest: { type: String, default: null },
    artifactPath: { type: String, default: null },
    gate: { type: String, default: null },
    gateRevision: { type: Number, default: null },
    run: { type: String, default: null },
    by: String,
    lineage: String,
    rollbackOf: { type: Number, default: null },
    at: Date,
  },
  { autoIndex: false, versionKey: false },
);
deploymentSchema.index({ team: 1, program: 1, number: 1 }, { unique: true });
export const Deployments = model<Deployment>("Deployment", deploymentSchema);

export const deploymentId = (team: string, program: string, number: number): string => `${team}-${program}-d${number}`;

export async function theDeployment(team: string, program: string, number: number): Promise<Deployment> {
  const deployment = await Deployments.findOne({ team, program, number }).lean<Deployment>();
  if (!deployment) throw new Error(`deployment d${number} of ${program} is not recorded`);
  return deployment;
}

/** The deployment that was approved for its own sake: a rollback leads to the one it went back to. */
export async function originOf(deployment: Deployment): Promise<Deployment> {
  const { team, program, rollbackOf } = deployment;
  return typeof rollbackOf === "number" ? originOf(await theDeployment(team, program, rollbackOf)) : deployment;
}
