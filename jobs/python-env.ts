/** All that a Python process of Helix gets of the environment, besides what it is given by name. */
export const pythonEnv = (packages: string) => ({
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  PYTHONPATH: packages,
  PYTHONDONTWRITEBYTECODE: "1",
  // Else litellm fetches a list of models when it is imported, and a request would depend on what that says today.
  LITELLM_LOCAL_MODEL_COST_MAP: "True",
});
