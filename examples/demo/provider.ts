/*
 * What LiteLLM asks of a provider's environment [validate_environment, 1.106].
 */

/** Where the variable of the key is not called after the provider. */
const otherKeys: Record<string, string> = {
  cohere_chat: "COHERE_API_KEY",
  perplexity: "PERPLEXITYAI_API_KEY",
  together_ai: "TOGETHERAI_API_KEY",
};

/** They run on a host of one's own. */
const keyless = new Set(["hosted_vllm", "lm_studio", "ollama", "ollama_chat"]);

/** Where a key is not enough, what else is needed. */
export const manyKeys: Readonly<Record<string, string>> = {
  azure: "AZURE_API_BASE and AZURE_API_VERSION",
  bedrock: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  bedrock_converse: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  sagemaker: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  vertex_ai: "VERTEXAI_PROJECT and VERTEXAI_LOCATION",
};

/** The environment variable of its key; null where it needs none. */
export const keyOf = (provider: string): string | null =>
  keyless.has(provider) ? null : (otherKeys[provider] ?? `${upper(provider)}_API_KEY`);

/** The variables that may say another address than the provider's own. */
export const variablesFor = (provider: string): string[] => [
  `${upper(provider)}_BASE_URL`,
  `${upper(provider)}_API_BASE`,
];

const upper = (provider: string): string => provider.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
