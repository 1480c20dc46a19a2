# One image for every service: docker-compose.yaml says which command each runs.

FROM python:3.13-slim AS packages
RUN python -m venv /venv
COPY requirements.txt .
# Wheels only: nothing is compiled, so nothing but pip is needed, and every file has the pinned hash.
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

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
COPY migrations migrations
# The root file system is read-only when it runs: what Python compiles, it compiles here.
RUN python -m compileall -q .
USER 10001:10001
# Rules that find credentials are compiled once: the library keeps them only in a folder of the user's own.
ENV KF_RULE_CACHE_DIR=/rules
RUN python -m posts.credentials
