namespace FileStorage.Grains.Interfaces.Deletions;

/// <summary>What becomes of a deletion.</summary>
public enum DeletionVerdict
{
    /// <summary>It may be, and was counted.</summary>
    Admitted = 0,

    /// <summary>It depends on how much there is: ask again with <see cref="DeletionWish.LiveEntries"/>.</summary>
    SayHowManyThereAre = 1,

    /// <summary>It may not be, until the owner has said so.</summary>
    Held = 2,
}
