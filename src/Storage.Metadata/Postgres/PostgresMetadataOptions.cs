using System.ComponentModel.DataAnnotations;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Where and how the metadata is kept in PostgreSQL.</summary>
public sealed class PostgresMetadataOptions
{
    public const string Section = "Metadata:Postgres";

    /// <summary>
    /// Npgsql's connection string (npgsql.org/doc/connection-string-parameters.html). With several hosts the one that takes writes is used. Pool
    /// size, prepared statements and timeouts are set from the options below.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The connection strings of several databases in place of one, always in the same order; more may be added at the end. `migrate` makes
    /// them belong together.
    /// </summary>
    public IList<string> Shards { get; } = [];

    /// <summary>
    /// Transactions that may run at the same time, each on a connection of its own; what waits for one shares the next. While one half of
    /// them is flushed the other is filled; more of them use more cores of the server, and make more flushes of the same writes.
    /// </summary>
    [Range(1, 64)]
    public int WriteConnections { get; set; } = 2;

    /// <summary>
    /// Connections for queries. An eighth of them carries lookups of one row, many at a time; on the others runs one query at a time. More wait.
    /// </summary>
    [Range(2, 500)]
    public int ReadConnections { get; set; } = 16;

    /// <summary>Writes one transaction takes at most.</summary>
    [Range(1, 1024)]
    public int MaxWritesPerCommit { get; set; } = 256;

    /// <summary>Writes that may wait for one connection; more callers wait for room.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedWrites { get; set; } = 4096;

    /// <summary>
    /// How long work is tried again while the server cannot be reached, restarts, or takes no writes. After that it fails, with nothing done.
    /// </summary>
    [Range(0, 600)]
    public int RetrySeconds { get; set; } = 20;

    /// <summary>How long one answer of the server may take.</summary>
    [Range(1, 3600)]
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>How long a new connection may take.</summary>
    [Range(1, 600)]
    public int ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>
    /// After so long without a word from us in the middle of a transaction the server undoes it, so that a silo which hangs does not keep
    /// others from its rows.
    /// </summary>
    [Range(1, 3600)]
    public int IdleTransactionSeconds { get; set; } = 10;

    /// <summary>The connection string of each database there is.</summary>
    internal IReadOnlyList<string> Places => Shards.Count > 0 ? [.. Shards] : [ConnectionString];

    /// <summary>The same server for the search index, which one writer feeds a page at a time.</summary>
    internal PostgresMetadataOptions ForSearch(int searches, string connectionString) => new()
    {
        ConnectionString = connectionString,
        WriteConnections = 1,
        ReadConnections = searches + 1,
        MaxWritesPerCommit = 1,
        MaxQueuedWrites = 16,
        RetrySeconds = RetrySeconds,
        CommandTimeoutSeconds = CommandTimeoutSeconds,
        ConnectTimeoutSeconds = ConnectTimeoutSeconds,
        IdleTransactionSeconds = IdleTransactionSeconds,
    };

    /// <summary>The same for another database.</summary>
    internal PostgresMetadataOptions With(string connectionString) => new()
    {
        ConnectionString = connectionString,
        WriteConnections = WriteConnections,
        ReadConnections = ReadConnections,
        MaxWritesPerCommit = MaxWritesPerCommit,
        MaxQueuedWrites = MaxQueuedWrites,
        RetrySeconds = RetrySeconds,
        CommandTimeoutSeconds = CommandTimeoutSeconds,
        ConnectTimeoutSeconds = ConnectTimeoutSeconds,
        IdleTransactionSeconds = IdleTransactionSeconds,
    };

    /// <summary>The same for moving slots to or from a database: a copy may take long.</summary>
    internal PostgresMetadataOptions ForMoves(string connectionString)
    {
        const int CopySeconds = 3600;
        var options = With(connectionString);
        options.CommandTimeoutSeconds = CopySeconds;
        return options;
    }

    /// <summary>Where several are given, the first of them is the one that has what belongs to no slot, such as who is in the cluster.</summary>
    /// <exception cref="MetadataException">The two settings contradict each other.</exception>
    public void Complete()
    {
        if (Shards.Count == 0)
        {
            return;
        }

        if (Shards.Count == 1)
        {
            throw new MetadataException($"{Section}:Shards names one database; set {Section}:ConnectionString to it.");
        }

        if (ConnectionString.Length > 0 && ConnectionString != Shards[0])
        {
            throw new MetadataException($"{Section}:ConnectionString and {Section}:Shards:0 name two databases; leave the first one out.");
        }

        ConnectionString = Shards[0];
    }
}
