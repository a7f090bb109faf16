using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Postgres;

namespace FileStorage.Silo.Hosting;

/// <summary>Where the metadata is: in PostgreSQL where a connection string says so, else in SQLite in the data folder.</summary>
internal static class MetadataPlace
{
    /// <summary>The settings of PostgreSQL, or null where it is not used.</summary>
    public static PostgresMetadataOptions? Postgres(IConfiguration configuration)
    {
        var options = configuration.GetSection(PostgresMetadataOptions.Section).Get<PostgresMetadataOptions>();
        options?.Complete();
        return options is { ConnectionString.Length: > 0 } ? options : null;
    }

    public static void Add(IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        if (Postgres(configuration) is not null)
        {
            services.AddPostgresMetadata().AddPostgresSearch();
        }
        else
        {
            services.AddSqliteMetadata(options => options.File = Path.Combine(folder.Path, "metadata.db"));
            services.AddSqliteSearch(options => options.File = Path.Combine(folder.Path, "search.db"));
        }
    }
}
