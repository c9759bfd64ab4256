# Built once for the web server, the worker and the scheduler; they differ in their command.
FROM python:3.13-slim AS installed
RUN python -m venv /opt/rumbo
COPY requirements.txt .
RUN /opt/rumbo/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/rumbo/bin:$PATH PYTHONUNBUFFERED=1 RUMBO_DATA=/srv/data
RUN useradd --system --home-dir /srv/data --create-home --shell /usr/sbin/nologin rumbo
COPY --from=installed /opt/rumbo /opt/rumbo
WORKDIR /srv/rumbo
COPY . .
# No value is kept: nothing is signed, sent or opened while files are collected.
RUN pybabel compile --domain django --directory locale \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" \
       ALLOWED_HOSTS=rumbo.invalid ROOT=https://rumbo.invalid MAIL_HOST=rumbo.invalid \
       DATABASE_URL=postgresql:///unused python manage.py collectstatic --noinput
USER rumbo
EXPOSE 8000
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--ws", "websockets-sansio", "--ws-max-size", "262144", "--ws-per-message-deflate", "false", \
     "--lifespan", "off", "--no-proxy-headers", "--no-access-log", "--no-server-header"]
