namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>What adding a part to an upload can lead to.</summary>
public enum PartOutcome
{
    /// <summary>Durable.</summary>
    Added,

    /// <summary>The upload is not open, or is another one than it was.</summary>
    Over,

    /// <summary>It has <see cref="IPartUploadGrain.MaxParts"/>.</summary>
    TooMany,

    /// <summary>The quota has no room for it.</summary>
    NoRoom,
}
