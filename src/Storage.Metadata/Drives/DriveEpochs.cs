using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>Begins every journal anew, for a server that went back in time.</summary>
public static class DriveEpochs
{
    private const string BeginText = "UPDATE drives SET epoch = CASE WHEN epoch >= ?1 THEN epoch + 1 ELSE ?1 END, row_version = row_version + 1";

    /// <summary>Makes every cursor void that was given out before. To be called before anything is served; safe to repeat.</summary>
    public static async Task BeginAnewAsync(IMetadataDatabase database, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync(new MetadataWrite(new SqlStatement(BeginText, now.ToUnixTimeMilliseconds())), cancellationToken);
}
