using System.Text.Json;
using FileStorage.Silo.Hosting;
using FileStorage.Storage.Backups;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Silo.Backups;

/// <summary>
/// The first start on a data folder that came from a backup: begins every journal anew, before anything is served. A crash in between
/// repeats it.
/// </summary>
internal sealed partial class RestoredData(DataFolder data, IMetadataShards metadata, TimeProvider clock, ILogger<RestoredData> logger)
{
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(data.Path, RestoredMark.FileName);
        if (!File.Exists(path))
        {
            return;
        }

        var mark = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), BackupJson.Default.RestoredMark)
            ?? throw new InvalidDataException($"{path} is empty.");
        await DriveEpochs.BeginAnewAsync(metadata, clock.GetUtcNow(), cancellationToken);
        File.Delete(path);
        LogSettled(mark.TakenAt);
    }

    [LoggerMessage(LogLevel.Warning, "This data came from a backup of {TakenAt:u}: every client begins anew, and keeps what it has that is newer")]
    private partial void LogSettled(DateTimeOffset takenAt);
}
