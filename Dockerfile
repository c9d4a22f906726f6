# The application's image: web server, worker, beat and migrations all run from it, told apart by their command.
FROM python:3.11-slim

# What WeasyPrint needs for PDFs, and nothing else.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY requirements/base.lock requirements/
RUN pip install --require-hashes -r requirements/base.lock

COPY . .

# Collecting static files reads the settings, so it needs a key, made up for this one command, and an address that
# nobody connects to.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(40))')" \
    SEALING_KEYS="$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    DATABASE_URL=postgresql://nobody@localhost/nothing REDIS_URL=redis://localhost \
    python manage.py collectstatic --no-input -v 0

# The code stays root's, so that a fault in the application cannot change it; only the outbox is writable.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin sharedcare \
    && mkdir -p /var/lib/sharedcare/outbox \
    && chown -R sharedcare /var/lib/sharedcare
ENV OUTBOX_DIR=/var/lib/sharedcare/outbox
USER sharedcare

EXPOSE 8000
CMD ["gunicorn", "sharedcare.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--graceful-timeout", "25", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
