namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>What a mount shows.</summary>
[GenerateSerializer, Immutable, Alias("sharing.mount-target")]
public sealed record MountTarget([property: Id(0)] Guid DriveId, [property: Id(1)] Guid EntryId);
