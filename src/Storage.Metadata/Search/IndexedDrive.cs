namespace FileStorage.Storage.Metadata.Search;

/// <summary>A drive in the index.</summary>
public sealed record IndexedDrive
{
    public required Guid DriveId { get; init; }

    /// <summary>The fence: grows with every page that is applied.</summary>
    public required long RowVersion { get; init; }

    /// <summary>How far its journal is indexed; null where it has to be listed from the start.</summary>
    public required IndexPlace? Place { get; init; }

    /// <summary>What its rows are numbered by.</summary>
    internal long Slot { get; init; }

    internal long Generation { get; init; }
}
