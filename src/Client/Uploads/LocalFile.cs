using FileStorage.Api.Contracts.Items;
using FileStorage.Client.Transfers;

namespace FileStorage.Client.Uploads;

/// <summary>A file that is to be uploaded, as it was when it was found.</summary>
public sealed record LocalFile
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public required string FullPath { get; init; }

    /// <summary>Where it goes, from the root, starting with a slash.</summary>
    public required string RemotePath { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public bool Executable { get; init; }

    /// <summary>What the server has at that path now; null where there is nothing, or where nobody looked.</summary>
    public ItemBody? Known { get; init; }

    /// <summary>Whether the server's file has the same size, time and executable bit.</summary>
    public bool LooksUnchanged =>
        Known is { } known && known.Size == Size && FileTimes.Same(known.ModifiedAt, ModifiedAt) && known.Executable == Executable;

    public static LocalFile Of(FileInfo info, string remotePath, ItemBody? known) => new()
    {
        FullPath = info.FullName,
        RemotePath = remotePath,
        Size = info.Length,
        ModifiedAt = new DateTimeOffset(info.LastWriteTimeUtc),
        Executable = !OperatingSystem.IsWindows() && (info.UnixFileMode & AnyExecute) != 0,
        Known = known,
    };

    /// <summary>The same file as it is now.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public LocalFile LookAgain() => Of(new FileInfo(FullPath), RemotePath, Known);
}
