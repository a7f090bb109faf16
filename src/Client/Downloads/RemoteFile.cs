using FileStorage.Api.Contracts.Items;

namespace FileStorage.Client.Downloads;

/// <summary>A file that is to be downloaded: the version that <see cref="Item"/> names, whatever happens to the file meanwhile.</summary>
public sealed record RemoteFile
{
    public required ItemBody Item { get; init; }

    public required string RemotePath { get; init; }

    /// <summary>Where it goes; the folder exists.</summary>
    public required string LocalPath { get; init; }
}
