# A silo on Microsoft Orleans; several of them share a PostgreSQL and an object store. See docs/operations.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Silo -c Release -p:OrleansRuntime=microsoft -o /silo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# pdftotext, so that the words of PDF files are found.
RUN apt-get update \
    && apt-get install -y --no-install-recommends poppler-utils \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o $APP_UID -m 700 /data /backups
COPY --from=build /silo /silo
WORKDIR /data
ENV FILESTORAGE_data=/data \
    FILESTORAGE_urls=http://0.0.0.0:8080 \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_gcServer=0
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["/silo/FileStorage.Silo", "health"]
ENTRYPOINT ["/silo/FileStorage.Silo"]
