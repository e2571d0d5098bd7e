FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 python3-pip git ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app

# Packages first: they change less often than the source.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY jobs/dspy/requirements.lock jobs/dspy/
RUN python3 -m pip install --no-cache-dir --target /opt/uv uv==0.13.9 \
  && /opt/uv/bin/uv venv .venv \
  && /opt/uv/bin/uv pip sync --no-cache --compile-bytecode --python .venv/bin/python --require-hashes jobs/dspy/requirements.lock
COPY . .
RUN node src/setup/ahead.mjs src/index.ts src/cli.ts src/doctor.ts src/audit.ts

# Artifacts, snapshots in use and the audit chain's outside copy live here, on a volume.
RUN mkdir -p .helix && chown node:node .helix
USER node
ENV NODE_ENV=production
EXPOSE 3000
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=1024", "src/setup/run.mjs", "src/index.ts", "--role", "all"]
