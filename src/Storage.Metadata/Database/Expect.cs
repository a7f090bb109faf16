namespace FileStorage.Storage.Metadata.Database;

/// <summary>How many rows a statement must change for its write to stand.</summary>
public enum Expect : byte
{
    /// <summary>Any number, also none.</summary>
    AnyRows = 0,

    /// <summary>Exactly one: a compare-and-swap. Any other number makes the whole write a conflict.</summary>
    ExactlyOne = 1,
}
