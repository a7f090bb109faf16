using System.Security.Cryptography;
using FileStorage.Bench.Metadata;
using FileStorage.Core.Chunks;
using FileStorage.Storage.Metadata.Chunks;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.InMemory;
using FileStorage.Storage.Metadata.Shards;
using FileStorage.Storage.Metadata.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

// dotnet run -c Release --project bench/Metadata -- [files] [in flight]
var files = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 100_000;
var inFlight = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 64;
const int WarmUp = 3_000;
const int Reads = 200_000;

var folder = Directory.CreateDirectory(Path.Combine("data", $"bench-{Environment.ProcessId}"));
try
{
    var path = Path.Combine(folder.FullName, "metadata.db");
    using (var database = SqliteMetadataDatabase.Open(new SqliteMetadataOptions { File = path }, NullLogger.Instance))
    {
        var commits = new FileCommits(database);
        await commits.RunAsync(WarmUp, inFlight);

        var (writesBefore, commitsBefore) = (database.Writer.Writes, database.Writer.Commits);
        var measurement = new Measurement();
        await commits.RunAsync(files, inFlight);
        var (writes, transactions) = (database.Writer.Writes - writesBefore, database.Writer.Commits - commitsBefore);
        measurement.Report(
            $"file: chunk+reference, version+inbox, tree; {inFlight} in flight",
            files,
            $"{(double)writes / transactions:N1} writes a transaction, {database.Writer.RepeatedBatches} repeated");

        await MeasureReadsAsync(database);
    }

    var bytes = new FileInfo(path).Length;
    Console.WriteLine($"{"database at rest",-52} {(double)bytes / (files + WarmUp),9:N0} B a file");
}
finally
{
    if (Environment.GetEnvironmentVariable("KEEP") is null) { folder.Delete(recursive: true); }
}

using (var memory = new InMemoryMetadataDatabase())
{
    var commits = new FileCommits(memory);
    await commits.RunAsync(WarmUp, 1);
    var measurement = new Measurement();
    await commits.RunAsync(Math.Min(files, 20_000), 1);
    measurement.Report("the same in memory, one after the other", Math.Min(files, 20_000));
}

var creation = new Measurement();
for (var index = 0; index < 100; index++)
{
    new InMemoryMetadataDatabase().Dispose();
}

creation.Report("a new database in memory", 100);

static async Task MeasureReadsAsync(IMetadataDatabase database)
{
    var store = new SqlChunkRowStore(new SingleShard(database));
    var ids = new List<ChunkId>();
    while (ids.Count < 20_000 && await store.ListAsync(ids.Count == 0 ? null : ids[^1], 1_000, default) is { Count: > 0 } page)
    {
        ids.AddRange(page.Select(chunk => chunk.Row.Id));
    }

    RandomNumberGenerator.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids));
    await store.ReadAsync(ids[0], default);
    var measurement = new Measurement();
    for (var index = 0; index < Reads; index++)
    {
        await store.ReadAsync(ids[index % ids.Count], default);
    }

    measurement.Report("read a chunk's row", Reads);
}
