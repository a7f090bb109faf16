namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>How far the first listing of a drive is: first what was put into the trash, by id, then each folder's children by name.</summary>
[GenerateSerializer, Immutable, Alias("drive.listing-place")]
public sealed record ListingPlace
{
    /// <summary>Whether the trash is done.</summary>
    [Id(0)] public required bool InFolders { get; init; }

    /// <summary>The last entry of the trash that was told, or the folder whose children are being told; empty at the start.</summary>
    [Id(1)] public required Guid EntryId { get; init; }

    /// <summary>The last child of the folder that was told; null where the folder is done.</summary>
    [Id(2)] public string? Name { get; init; }
}
