using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>Begins every journal anew, for a server that went back in time.</summary>
public static class DriveEpochs
{
    /// <summary>The statement, for each database; its one parameter is the time.</summary>
    internal const string BeginText = "UPDATE drives SET epoch = CASE WHEN epoch >= ?1 THEN epoch + 1 ELSE ?1 END, row_version = row_version + 1";

    /// <summary>Makes every cursor void that was given out before. To be called before anything is served; safe to repeat.</summary>
    public static async Task BeginAnewAsync(IMetadataShards shards, DateTimeOffset now, CancellationToken cancellationToken) =>
        await shards.AskAllAsync(
            async all =>
            {
                foreach (var shard in all)
                {
                    await shard.Database.WriteAsync(
                        new MetadataWrite(new SqlStatement(BeginText, now.ToUnixTimeMilliseconds())), cancellationToken);
                }

                return all.Count;
            },
            cancellationToken);
}
