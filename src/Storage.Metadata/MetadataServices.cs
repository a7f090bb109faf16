using FileStorage.Storage.Metadata.Audit;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Claims;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Documents;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using FileStorage.Storage.Metadata.InMemory;
using FileStorage.Storage.Metadata.Inventory;
using FileStorage.Storage.Metadata.Postgres;
using FileStorage.Storage.Metadata.Search;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Storage.Metadata.Sqlite;
using FileStorage.Storage.Metadata.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace FileStorage.Storage.Metadata;

/// <summary>Registers the metadata stores on one database.</summary>
public static class MetadataServices
{
    /// <summary>The name under which grains find the storage of their documents.</summary>
    public const string DocumentStorage = "documents";

    private const string SearchDatabase = "search";

    /// <summary>
    /// Metadata in a SQLite file; settings come from the section "Metadata", then from <paramref name="configure"/>. The file is
    /// opened when <see cref="IMetadataShards"/> is first asked for, which throws a <see cref="MetadataException"/> that says in
    /// one sentence what is wrong: a host asks for it before it starts to listen.
    /// </summary>
    public static IServiceCollection AddSqliteMetadata(
        this IServiceCollection services, Action<SqliteMetadataOptions>? configure = null)
    {
        _ = services.AddSingleton<IValidateOptions<SqliteMetadataOptions>, SqliteMetadataOptionsValidator>();
        _ = services.AddOptions<SqliteMetadataOptions>()
            .BindConfiguration(SqliteMetadataOptions.Section)
            .Configure(options => configure?.Invoke(options))
            .ValidateOnStart();
        _ = services.AddSingleton<IMetadataDatabase>(static provider => SqliteMetadataDatabase.Open(
            provider.GetRequiredService<IOptions<SqliteMetadataOptions>>().Value,
            provider.GetRequiredService<ILogger<SqliteMetadataDatabase>>()));
        _ = services.AddSingleton(static provider => (IMetadataBackup)provider.GetRequiredService<IMetadataDatabase>());
        return services.AddMetadataStores();
    }

    /// <summary>
    /// Metadata in PostgreSQL; settings come from the section "Metadata:Postgres", then from <paramref name="configure"/>. The server is
    /// asked when <see cref="IMetadataShards"/> is first asked for, which throws a <see cref="MetadataException"/> that says in one sentence
    /// what is wrong, a schema that is too old or too new included. <see cref="PostgresMigrator"/> makes the schema.
    /// </summary>
    public static IServiceCollection AddPostgresMetadata(
        this IServiceCollection services, Action<PostgresMetadataOptions>? configure = null)
    {
        _ = services.AddSingleton<IValidateOptions<PostgresMetadataOptions>, PostgresMetadataOptionsValidator>();
        _ = services.AddOptions<PostgresMetadataOptions>()
            .BindConfiguration(PostgresMetadataOptions.Section)
            .Configure(options => configure?.Invoke(options))
            .PostConfigure(static options => options.Complete())
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        _ = services.AddSingleton<IMetadataShards>(static provider =>
            provider.GetRequiredService<IOptions<PostgresMetadataOptions>>().Value is { Shards.Count: > 0 } several
                ? PostgresShards.Open(
                    several, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresMetadataDatabase>>())
                : new SingleShard(provider.GetRequiredService<IMetadataDatabase>()));
        _ = services.AddSingleton<IMetadataDatabase>(static provider => PostgresMetadataDatabase.Open(
            provider.GetRequiredService<IOptions<PostgresMetadataOptions>>().Value,
            PostgresProfile.Metadata,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PostgresMetadataDatabase>>()));
        _ = services.AddSingleton<IMetadataBackup>(static provider => new PostgresBackup(provider.GetRequiredService<IOptions<PostgresMetadataOptions>>().Value));
        return services.AddMetadataStores();
    }

    /// <summary>
    /// Metadata in memory, for tests and simulation. Several logical silos share <paramref name="database"/>, which may also be a
    /// wrapper that injects faults; without it the container makes one of its own.
    /// </summary>
    public static IServiceCollection AddInMemoryMetadata(this IServiceCollection services, IMetadataDatabase? database = null)
    {
        // A database that was given is not the container's to dispose.
        _ = database is null
            ? services.AddSingleton<IMetadataDatabase, InMemoryMetadataDatabase>()
            : services.AddSingleton(database);
        return services.AddMetadataStores();
    }

    /// <summary>
    /// The search index in a SQLite file of its own; settings come from the section "SearchIndex", then from <paramref name="configure"/>.
    /// One that is damaged or of another version is set aside and made anew.
    /// </summary>
    public static IServiceCollection AddSqliteSearch(this IServiceCollection services, Action<SearchIndexOptions>? configure = null)
    {
        _ = services.AddSingleton<IValidateOptions<SearchIndexOptions>, SearchIndexOptionsValidator>();
        _ = services.AddOptions<SearchIndexOptions>()
            .BindConfiguration(SearchIndexOptions.Section)
            .Configure(options => configure?.Invoke(options))
            .ValidateOnStart();
        return services
            .AddKeyedSingleton<IMetadataDatabase>(SearchDatabase, static (provider, _) => SqliteSearchFile.Open(
                provider.GetRequiredService<IOptions<SearchIndexOptions>>().Value,
                provider.GetRequiredService<ILogger<SqliteMetadataDatabase>>()))
            .AddSingleton<ISearchIndex>(static provider =>
                new SqlSearchIndex(
                    new SingleShard(provider.GetRequiredKeyedService<IMetadataDatabase>(SearchDatabase)), new SqliteSearchDialect()));
    }

    /// <summary>
    /// The search index in the database of <see cref="AddPostgresMetadata"/>, in a schema of its own; of the section "SearchIndex" only
    /// <see cref="SearchIndexOptions.MaxSearches"/> counts.
    /// </summary>
    public static IServiceCollection AddPostgresSearch(this IServiceCollection services)
    {
        _ = services.AddSingleton<IValidateOptions<SearchIndexOptions>, SearchIndexOptionsValidator>();
        _ = services.AddOptions<SearchIndexOptions>().BindConfiguration(SearchIndexOptions.Section).ValidateOnStart();
        return services
            .AddKeyedSingleton<IMetadataShards>(SearchDatabase, static (provider, _) => OpenPostgresSearch(provider))
            .AddKeyedSingleton<IMetadataDatabase>(SearchDatabase, static (provider, _) => PostgresMetadataDatabase.Open(
                SearchOptions(provider),
                PostgresProfile.Search,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<PostgresMetadataDatabase>>()))
            .AddSingleton<ISearchIndex>(static provider =>
                new SqlSearchIndex(provider.GetRequiredKeyedService<IMetadataShards>(SearchDatabase), new PostgresSearchDialect()));
    }

    private static IMetadataShards OpenPostgresSearch(IServiceProvider provider) =>
        provider.GetRequiredService<IMetadataShards>() is PostgresShards several
            ? PostgresSearchShards.Open(
                several,
                provider.GetRequiredService<IOptions<PostgresMetadataOptions>>().Value,
                provider.GetRequiredService<IOptions<SearchIndexOptions>>().Value.MaxSearches,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<PostgresMetadataDatabase>>())
            : new SingleShard(provider.GetRequiredKeyedService<IMetadataDatabase>(SearchDatabase));

    private static PostgresMetadataOptions SearchOptions(IServiceProvider provider)
    {
        var metadata = provider.GetRequiredService<IOptions<PostgresMetadataOptions>>().Value;
        return metadata.ForSearch(provider.GetRequiredService<IOptions<SearchIndexOptions>>().Value.MaxSearches, metadata.ConnectionString);
    }

    /// <summary>The search index in memory, for tests.</summary>
    public static IServiceCollection AddInMemorySearch(this IServiceCollection services) => services
        .AddKeyedSingleton<IMetadataDatabase>(SearchDatabase, static (_, _) => new InMemoryMetadataDatabase(SqliteSearchFile.Profile))
        .AddSingleton<ISearchIndex>(static provider =>
            new SqlSearchIndex(
                    new SingleShard(provider.GetRequiredKeyedService<IMetadataDatabase>(SearchDatabase)), new SqliteSearchDialect()));

    /// <summary>The stores alone, on whatever <see cref="IMetadataShards"/> is registered, or else <see cref="IMetadataDatabase"/>.</summary>
    public static IServiceCollection AddMetadataStores(this IServiceCollection services)
    {
        _ = services.AddOptions<DocumentStorageOptions>();
        services.TryAddSingleton<IMetadataShards>(static provider => new SingleShard(provider.GetRequiredService<IMetadataDatabase>()));
        return services
            .AddSingleton<IDriveStore, SqlDriveStore>()
            .AddSingleton<IFileStore, SqlFileStore>()
            .AddSingleton<IChunkRowStore, SqlChunkRowStore>()
            .AddSingleton<IClaimStore, SqlClaimStore>()
            .AddSingleton<IUploadPartStore, SqlUploadPartStore>()
            .AddSingleton<IInventoryStore, SqlInventoryStore>()
            .AddSingleton<IAuditStore, SqlAuditStore>()
            .AddKeyedSingleton<IGrainStorage, DocumentGrainStorage>(DocumentStorage);
    }
}
