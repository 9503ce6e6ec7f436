# The program `storyden-robots`, for who has no Rust: docker build -t storyden-robots .
FROM rust:1-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --bin storyden-robots --features cli

FROM debian:bookworm-slim
COPY --from=build /src/target/release/storyden-robots /usr/local/bin/
WORKDIR /data
ENTRYPOINT ["storyden-robots"]
