using System.ComponentModel.DataAnnotations;

namespace FileStorage.Storage.Metadata.Sqlite;

/// <summary>Where and how the SQLite metadata is kept.</summary>
public sealed class SqliteMetadataOptions
{
    public const string Section = "Metadata";

    /// <summary>Path of the database file; its folder is created. The log, its index and the lock file lie next to it.</summary>
    [Required]
    public string File { get; set; } = "data/metadata.db";

    /// <summary>Writes one transaction takes at most.</summary>
    [Range(1, 4096)]
    public int MaxWritesPerCommit { get; set; } = 512;

    /// <summary>Writes that may wait; more callers wait for room.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedWrites { get; set; } = 4096;

    /// <summary>Queries that may run at the same time; each has a connection of its own, kept open.</summary>
    [Range(1, 64)]
    public int MaxReadConnections { get; set; } = 8;

    /// <summary>Pages of the write-ahead log at which it is copied to the database file.</summary>
    [Range(100, 1_000_000)]
    public int CheckpointPages { get; set; } = 8192;

    /// <summary>Page cache of the writing connection, in KiB.</summary>
    [Range(1024, 4 * 1024 * 1024)]
    public int WriterCacheKibibytes { get; set; } = 64 * 1024;

    /// <summary>Page cache of each reading connection, in KiB; the operating system caches the file too.</summary>
    [Range(256, 1024 * 1024)]
    public int ReaderCacheKibibytes { get; set; } = 4 * 1024;
}
