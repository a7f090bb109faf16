namespace FileStorage.Storage.Backups;

/// <summary>
/// What <c>restored.json</c> in a data folder holds: it came from a backup, and no server has started on it since. The first that does begins
/// every journal anew, so that clients learn that the server went back in time.
/// </summary>
public sealed record RestoredMark
{
    public const string FileName = "restored.json";

    public required DateTimeOffset TakenAt { get; init; }
}
